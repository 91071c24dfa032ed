import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import type { Client } from '../../clients/domain/client';
import { type JwtClaims, JwtRejectedError, JwtVerifier } from '../../keys/application/jwt-verifier';
import { Resources } from '../../scopes/application/resources';
import { ScopeRules } from '../../scopes/application/scope-rules';
import { parseScope } from '../../scopes/domain/scope';
import { LiveCopies } from '../../shared/application/live-copies';
import { Clock } from '../../shared/domain/clock';
import { SecretFormat, sha256 } from '../../shared/domain/secret';
import { UserDirectory } from '../../users/application/user-directory';
import type { User } from '../../users/domain/user';
import { type AccessTokenFacts, parseJti } from '../domain/access-token';
import type { Authorization } from '../domain/authorization';
import type { TokenKind } from '../domain/caller';
import { AccessTokens, Authorizations, RevokedTokens } from './stores';

/** What a genuine access token says. */
type ReadToken = AccessTokenFacts & { kind: TokenKind };

/** An access token that is alive, and everything that it stands for. */
export interface LiveToken extends ReadToken {
  authorization: Authorization;
  client: Client | null;
  user: User | null;
}

/** The stores that decide whether a token lives. */
@Injectable()
export class TokenStores {
  constructor(
    readonly authorizations: Authorizations,
    readonly accessTokens: AccessTokens,
    readonly revoked: RevokedTokens,
  ) {}
}

/** Finds the client and the person behind a token; null when either may no longer act. */
@Injectable()
export class TokenParties {
  constructor(
    private readonly clients: Clients,
    private readonly directory: UserDirectory,
    private readonly resources: Resources,
    private readonly scopeRules: ScopeRules,
  ) {}

  /** Whether what was found stays right until the change feed tells of a change. */
  isSteady({ user }: LiveToken): boolean {
    return this.scopeRules.isSteady && (user === null || this.directory.isSteady);
  }

  async complete(read: ReadToken, authorization: Authorization): Promise<LiveToken | null> {
    const [client, user, resource] = await Promise.all([
      authorization.clientRef ? this.clients.findByRef(authorization.clientRef) : null,
      authorization.userId ? this.directory.find(authorization.userId) : null,
      this.resources.find(read.resource),
    ]);
    if (!resource) return null;
    // The client was read after the Authorization, so that an epoch that has ended meanwhile is seen.
    if (!authorization.isAlive(client) || !isCurrent(read, authorization, client)) return null;
    if (client && !client.isActive) return null;
    if (authorization.userId && !user?.isActive) return null;
    const scopes = await this.scopeRules.permitted(read.scopes, { client, user, resource });
    return { authorization, client, user, ...read, scopes };
  }
}

/** Whether an access token is none of those that were revoked while its Authorization lives on. */
const isCurrent = (read: AccessTokenFacts, authorization: Authorization, client: Client | null): boolean =>
  parseJti(read.jti)!.generation === authorization.generationWith(client) &&
  (client === null || read.issuedAt >= client.accessFrom);

/**
 * Says whether an access token is alive right now: genuine, in its time, not revoked, and everybody behind it active.
 *
 * A revocation is effective before its answer, on every node: what was found is believed again only where nothing has
 * changed since.
 */
@Injectable()
export class TokenVerifier {
  /** What was read, by the row or the claims that it was read from; and what was found alive, by what was read. */
  private readonly reads = new WeakMap<object, ReadToken>();
  private readonly found = new WeakMap<ReadToken, { token: LiveToken; at: number }>();

  constructor(
    private readonly jwts: JwtVerifier,
    private readonly format: SecretFormat,
    private readonly stores: TokenStores,
    private readonly parties: TokenParties,
    private readonly copies: LiveCopies,
    private readonly clock: Clock,
  ) {}

  /** The live token, with its scopes cut to what is allowed today; null for anything else. */
  async verify(value: string): Promise<LiveToken | null> {
    const read = await this.read(value);
    if (!read || (read.expiresAt !== null && read.expiresAt <= this.clock.now())) return null;
    // Not the count of changes that is known now: scopes are found among the copies, which may be older.
    const at = await this.copies.renew();
    const known = this.found.get(read);
    if (known?.at === at) return known.token;
    const authorization = await this.livingAuthorization(read.jti);
    const token = authorization && (await this.parties.complete(read, authorization));
    if (token && this.parties.isSteady(token)) this.found.set(read, { token: freezeToken(token), at });
    return token;
  }

  /** What a genuine token says, also when it was revoked, or is stored and has expired; null when it is not one of ours. */
  async read(value: string): Promise<ReadToken | null> {
    for (const kind of ['access', 'personal'] as const) {
      if (!this.format.claims(kind, value)) continue;
      // A wrong checksum is a typing error or a guess: no need to ask the database.
      const stored = this.format.body(kind, value)
        ? await this.stores.accessTokens.findByHash(sha256(value))
        : null;
      return stored && this.once(stored, () => ({ ...stored, kind: STORED[kind] }));
    }
    return this.readJwt(value);
  }

  /** What a signed token says that has expired, as long as its key is kept; for people who ask whose it was. */
  recall(value: string): Promise<ReadToken | null> {
    return this.readJwt(value, { evenExpired: true });
  }

  private async readJwt(value: string, how = { evenExpired: false }): Promise<ReadToken | null> {
    if (value.length > 8192 || value.split('.').length !== 3) return null;
    try {
      const claims = await (how.evenExpired
        ? this.jwts.recall(value, 'at+jwt')
        : this.jwts.verify(value, 'at+jwt'));
      return this.once(claims, () => factsOf(claims));
    } catch (error) {
      if (error instanceof JwtRejectedError) return null;
      throw error;
    }
  }

  /** What is kept elsewhere as long as it is right is read once. */
  private once(source: object, read: () => ReadToken | null): ReadToken | null {
    const known = this.reads.get(source);
    if (known) return known;
    const fresh = read();
    if (fresh) this.reads.set(source, fresh);
    return fresh;
  }

  private async livingAuthorization(jti: string): Promise<Authorization | null> {
    const named = parseJti(jti);
    const authorization = named && (await this.stores.authorizations.find(named.authorizationId));
    if (!authorization) return null;
    return (await this.stores.revoked.has(jti)) ? null : authorization;
  }
}

/** The kinds of the tokens that are stored, by the form of their values. */
const STORED = { access: 'opaque', personal: 'personal' } as const;

/** What a JWT of ours says; null when it is no access token for one API. */
function factsOf(claims: JwtClaims): ReadToken | null {
  const { jti, aud, iat, exp, scope } = claims;
  const scopes = parseScope(scope ?? '');
  if (typeof aud !== 'string' || scopes === null) return null;
  return { kind: 'jwt', jti, scopes, resource: aud, issuedAt: iat * 1000, expiresAt: exp * 1000 };
}

/** Many requests are given the same one. */
function freezeToken(token: LiveToken): LiveToken {
  Object.freeze(token.scopes);
  return Object.freeze(token);
}
