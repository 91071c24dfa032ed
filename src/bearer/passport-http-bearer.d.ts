declare module 'passport-http-bearer' {
  import { Strategy as PassportStrategy } from 'passport';

  /** Reads the token and hands it to `validate`; see `BearerStrategy`. */
  export class Strategy extends PassportStrategy {
    constructor(
      options: { passReqToCallback?: boolean; realm?: string },
      verify?: (...args: unknown[]) => void,
    );
  }
}
