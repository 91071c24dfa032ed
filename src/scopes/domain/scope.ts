/** What a scope lets somebody do, from harmless to irreversible; pages group and mark by it. */
export type ScopeRisk = 'read' | 'write' | 'danger';

/** A word of permission and everything that people and policies need to know about it. */
export interface ScopeDefinition {
  /** The scope-token on the wire (RFC 6749 §3.3). */
  name: string;
  /** One line for developers. */
  description: string;
  /** What the person reads on the consent page: "It will be able to …". */
  consentText: string;
  /** Words per language that replace `consentText`, by language tag. */
  locales?: Record<string, string>;
  group: string;
  risk: ScopeRisk;
  /** Whether people, machines or both may be given it. */
  grantableTo: 'users' | 'clients' | 'both';
  /** The least role that a person needs to hold it. */
  role: 'member' | 'admin';
  /** Given only to first-party clients and to personal tokens that the person made on our own pages. */
  firstPartyOnly?: boolean;
  /** Whether requests without `scope` get it (RFC 6749 §3.3). */
  isDefault?: boolean;
  /** URI of the one API that it is for; none: any. */
  audience?: string | null;
}

export const MAX_SCOPE_LENGTH = 1000;
export const MAX_SCOPE_WORDS = 50;

/** scope-token of RFC 6749 §3.3: printable ASCII without blank, quote and backslash. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]{1,100}$/;

export const isScopeToken = (word: string): boolean => SCOPE_TOKEN.test(word);

/**
 * Splits a `scope` parameter (RFC 6749 §3.3) into its words, each once, in the order given.
 *
 * @returns null when it is too long or has a character that no scope may have
 */
export function parseScope(value: string): string[] | null {
  if (value.length > MAX_SCOPE_LENGTH) return null;
  const words = [...new Set(value.split(' ').filter((word) => word !== ''))];
  return words.length <= MAX_SCOPE_WORDS && words.every(isScopeToken) ? words : null;
}

export const formatScope = (scopes: readonly string[]): string => scopes.join(' ');

/** Words are compared whole and with their case. */
export const intersect = (scopes: readonly string[], allowed: readonly string[]): string[] =>
  scopes.filter((scope) => allowed.includes(scope));

export const isSubset = (scopes: readonly string[], of: readonly string[]): boolean =>
  scopes.every((scope) => of.includes(scope));

export const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

/** The part of `a` that is not in `b`. */
export const without = (a: readonly string[], b: readonly string[]): string[] =>
  a.filter((scope) => !b.includes(scope));
