import { Problem } from '../shared/domain/problem';

/** Text inside a quoted-string of a header. */
const quoted = (text: string): string => `"${text.replace(/["\\\r\n]/g, '')}"`;

const challenge = (parameters: Record<string, string | undefined>): { 'WWW-Authenticate': string } => ({
  'WWW-Authenticate': `Bearer ${Object.entries({ realm: 'api', ...parameters })
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ')}`,
});

const scopeOf = (scopes: readonly string[]): string | undefined =>
  scopes.length > 0 ? scopes.join(' ') : undefined;

/** Without credentials the challenge says nothing about an error (RFC 6750 §3.1). */
export const credentialsMissing = (scopes: readonly string[]): Problem =>
  new Problem('unauthenticated', 'Send an access token: Authorization: Bearer <token>', {
    headers: challenge({ scope: scopeOf(scopes) }),
  });

/** The token is no good (RFC 6750 §3.1). */
export const invalidToken = (detail: string): Problem =>
  new Problem('unauthenticated', detail, {
    headers: challenge({ error: 'invalid_token', error_description: detail }),
  });

/** The token is good, and lacks a scope (RFC 6750 §3.1). */
export const insufficientScope = (
  scopes: readonly string[],
  detail = `The token needs the scope ${scopes.join(' ')}.`,
) =>
  new Problem('insufficient-scope', detail, {
    headers: challenge({ error: 'insufficient_scope', error_description: detail, scope: scopeOf(scopes) }),
  });

/** The token has the scope, but the person behind it may not, or there is no person. */
export const roleRequired = (detail: string): Problem =>
  new Problem('role-required', detail, {
    headers: challenge({ error: 'insufficient_scope', error_description: detail }),
  });
