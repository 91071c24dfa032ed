import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-http-bearer';
import type { Caller } from '../tokens/domain/caller';

/** How the guard of this application turns a token into a Caller. */
export const RESOLVE = Symbol('resolve');

export type BearerRequest = FastifyRequest & { user?: Caller };

/** What the strategy is shown of a request. */
export interface BearerQuestion {
  headers: { authorization: string | undefined };
  query: object;
  body: object;
  [RESOLVE]?: (token: string) => Promise<Caller | null>;
}

/**
 * Reads a Bearer token (RFC 6750 §2.1).
 *
 * Passport keeps strategies in a list of the process, so this one knows nothing itself: two applications in one
 * process must not answer for each other. It asks the guard that let the request in.
 */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'grantor-bearer') {
  constructor() {
    super({ passReqToCallback: true, realm: 'api' });
  }

  async validate(request: BearerQuestion, token: unknown): Promise<Caller | false> {
    const resolve = request[RESOLVE];
    return (typeof token === 'string' && resolve ? await resolve(token) : null) ?? false;
  }
}
