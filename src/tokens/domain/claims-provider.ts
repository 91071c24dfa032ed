import type { Client } from '../../clients/domain/client';
import type { User } from '../../users/domain/user';
import type { Authorization } from './authorization';

/** What a company knows when it adds claims. */
export interface ClaimsContext {
  authorization: Authorization;
  client: Client;
  user: User | null;
  scopes: readonly string[];
}

/** Replaceable part: extra claims for access tokens and introspection answers. Names that we use are dropped. */
export abstract class ClaimsProvider {
  abstract claimsFor(context: ClaimsContext): Promise<Record<string, unknown>>;
}

/** The default: nothing beside the standard claims. */
export class NoExtraClaims extends ClaimsProvider {
  async claimsFor(): Promise<Record<string, unknown>> {
    return {};
  }
}

/** Claims that only the server sets (RFC 7519 §4.1, RFC 7662 §2.2, RFC 7800 §3.1, RFC 9068 §2.2). */
const RESERVED = new Set(
  (
    'iss sub aud exp nbf iat jti scope client_id auth_time acr amr nonce sid cnf azp act may_act events ' +
    'active token_type username'
  ).split(' '),
);

/** What a provider may add: no name of ours, and nothing that could take part in making the JSON. */
export const withoutReserved = (claims: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(claims).filter(
      ([name, value]) => !RESERVED.has(name) && name !== '__proto__' && typeof value !== 'function',
    ),
  );
