/** What our suites use of packages that bring no types. */

declare module 'express-session' {
  import type { RequestHandler } from 'express';

  function session(options: { secret: string; resave: boolean; saveUninitialized: boolean }): RequestHandler;
  export = session;
}

declare module 'simple-oauth2' {
  interface Options {
    client: { id: string; secret: string };
    auth: { tokenHost: string; tokenPath?: string; revokePath?: string; authorizePath?: string };
    options?: { authorizationMethod?: 'header' | 'body'; credentialsEncodingMode?: 'strict' | 'loose' };
  }

  export interface AccessToken {
    token: Record<string, string> & { expires_at: Date };
    expired(windowSeconds?: number): boolean;
    refresh(params?: object): Promise<AccessToken>;
    revoke(tokenType: 'access_token' | 'refresh_token'): Promise<void>;
    revokeAll(): Promise<void>;
  }

  export class AuthorizationCode {
    constructor(options: Options);
    authorizeURL(params: { redirect_uri: string; scope: string; state: string }): string;
    getToken(params: { code: string; redirect_uri: string }): Promise<AccessToken>;
  }

  export class ClientCredentials {
    constructor(options: Options);
    getToken(params: { scope: string }): Promise<AccessToken>;
  }

  export class ResourceOwnerPassword {
    constructor(options: Options);
    getToken(params: { username: string; password: string; scope: string }): Promise<AccessToken>;
  }
}

declare module 'passport-oauth2' {
  import { Strategy as PassportStrategy } from 'passport';

  interface Options {
    authorizationURL: string;
    tokenURL: string;
    clientID: string;
    clientSecret?: string;
    callbackURL: string;
    customHeaders?: Record<string, string>;
    scope: string[];
    state?: boolean;
    pkce?: boolean;
  }

  type Done = (error: unknown, user?: object) => void;
  type Tokens = (error: unknown, accessToken: string, refreshToken: string, answer: object) => void;

  class Strategy extends PassportStrategy {
    constructor(
      options: Options,
      verify: (
        accessToken: string,
        refreshToken: string,
        answer: object,
        profile: object,
        done: Done,
      ) => void,
    );
    /** Meant for subclasses and for passport-oauth2-refresh, which refreshes like this. */
    _oauth2: { getOAuthAccessToken(code: string, params: { grant_type: string }, done: Tokens): void };
  }

  export { Strategy };
}

declare module 'passport-jwt' {
  import { Strategy as PassportStrategy } from 'passport';

  type JwtFromRequest = (request: unknown) => string | null;

  export const ExtractJwt: { fromAuthHeaderAsBearerToken(): JwtFromRequest };

  export class Strategy extends PassportStrategy {
    constructor(
      options: {
        jwtFromRequest: JwtFromRequest;
        secretOrKeyProvider: unknown;
        issuer: string;
        audience: string;
        algorithms: string[];
      },
      verify: (claims: object, done: (error: unknown, user?: object) => void) => void,
    );
  }
}
