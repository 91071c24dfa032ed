import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-http-bearer';
import { PersonalAccessTokens } from '../personal-access-tokens/application/personal-access-tokens';
import { Resources } from '../scopes/application/resources';
import { TokenVerifier } from '../tokens/application/token-verifier';
import type { Caller } from '../tokens/domain/caller';

/** Which audience each request is protected for; set by the guard before the strategy runs. */
export const AUDIENCE = Symbol('audience');

export type BearerRequest = FastifyRequest & { [AUDIENCE]?: string; user?: Caller };

/** Turns a Bearer token (RFC 6750 §2.1) into a Caller: JWT, opaque and personal tokens alike. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'grantor-bearer') {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly personal: PersonalAccessTokens,
    private readonly resources: Resources,
  ) {
    super({ passReqToCallback: true, realm: 'api' });
  }

  /** False: not alive, or meant for another API (RFC 9068 §4). */
  async validate(request: BearerRequest, value: unknown): Promise<Caller | false> {
    const token = typeof value === 'string' ? await this.verifier.verify(value) : null;
    const audience = request[AUDIENCE] ?? this.resources.default.uri;
    if (!token || !this.resources.isSame(token.resource, audience)) return false;
    if (token.kind === 'personal') await this.personal.noteUse(token.authorization.id, request.ip);
    return {
      user: token.user,
      clientId: token.client?.id ?? null,
      scopes: token.scopes,
      kind: token.kind,
      tokenId: token.jti,
      authorizationId: token.authorization.id,
    };
  }
}
