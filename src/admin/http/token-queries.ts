import type { RevocationSearch } from '../../pages/templates/admin-token-revocation';
import type { TokenListSearch } from '../../pages/templates/admin-tokens';
import type { EpochMs } from '../../shared/domain/clock';
import { startOfDay } from '../../shared/domain/day';
import { Parameters } from '../../shared/domain/parameters';
import { type FieldError, fieldError } from '../../shared/domain/problem';
import { rfc3339 } from '../../shared/http/rfc3339';
import { TOKEN_KINDS } from '../../tokens/domain/token-kind';
import type { RevocationOrder } from '../application/token-revocation';
import { TOKEN_STATES, type TokenFilters } from '../application/token-search';
import { address } from './audit-query';
import { said, textIn } from './page-search';

const wordIn = (words: readonly string[], text: string): string => words.find((word) => word === text) ?? '';

/** What the address of the list asks for; words that mean nothing are left out. */
export function readTokenSearch(query: unknown): TokenListSearch {
  const text = textIn(new Parameters(query));
  return {
    kind: wordIn(TOKEN_KINDS, text('kind')),
    status: wordIn(TOKEN_STATES, text('status')),
    user_id: text('user_id'),
    client_id: text('client_id'),
    scope: text('scope'),
    ip: text('ip'),
  };
}

/** An address that is none would find nothing, and not say why. */
export const searchFaults = ({ ip }: TokenListSearch): FieldError[] =>
  ip === '' || address(ip) !== null ? [] : [fieldError('/ip', 'invalid', 'adminTokens.badIp')];

export const filtersOf = ({ ip, ...search }: TokenListSearch): TokenFilters =>
  said({ ...search, ip: address(ip) ?? '' });

/** What is to end, by the address of the page or its form. */
export function readRevocation(parameters: Parameters): RevocationSearch {
  const text = textIn(parameters);
  const before = text('before');
  return {
    user_id: text('user_id'),
    client_id: text('client_id'),
    kind: wordIn(TOKEN_KINDS, text('kind')),
    before: startOfDay(before) === null ? '' : before,
  };
}

export function orderOf({ user_id, client_id, kind, before }: RevocationSearch): RevocationOrder {
  const issuedBefore = startOfDay(before);
  return {
    ...said({ userId: user_id, clientId: client_id, kind }),
    ...(issuedBefore !== null && { issuedBefore }),
  };
}

/** A day that is still to come selects what is not there yet. */
export const revocationFaults = ({ issuedBefore = 0 }: RevocationOrder, now: EpochMs): FieldError[] =>
  issuedBefore <= now ? [] : [fieldError('/issued_before', 'future', 'adminTokens.badDay')];

/** The same as the body of REST. */
export const apiOrderOf = ({ user_id, client_id, kind, before }: RevocationSearch): object => ({
  ...said({ user_id, client_id, kind }),
  ...(before && { issued_before: rfc3339(startOfDay(before)!) }),
});
