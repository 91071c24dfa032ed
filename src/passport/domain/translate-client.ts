import type { ClientType } from '../../clients/domain/client';
import { foreignHashKind, looksHashed } from '../../clients/domain/foreign-hash';
import { redirectUriFault } from '../../clients/domain/redirect-uri';
import { say } from '../../locales/words';
import type { ScopeDefinition } from '../../scopes/domain/scope';
import type { PassportClient } from './passport-rows';

/** What this server knows. */
export interface Surroundings {
  scopes: readonly ScopeDefinition[];
  grants: readonly string[];
}

/** A client of Passport's in our own words. */
export interface TranslatedClient {
  name: string;
  type: ClientType;
  redirectUris: string[];
  grantTypes: string[];
  scopes: string[];
  secret: 'none' | 'made' | { value: string } | { foreignHash: string };
  /** What differs from what it was, for people. */
  notes: string[];
}

const MIN_SECRET_LENGTH = 32;
const MAX_NAME = 100;

/** The client as it would be here, or the reason why it cannot be. */
export function translateClient(row: PassportClient, around: Surroundings): TranslatedClient | string {
  if (row.isRevoked) return 'It is revoked there.';
  if (row.isPersonal) return 'It makes personal access tokens, which need no client here.';
  const notes: string[] = [];
  const redirectUris = readRedirects(row, notes);
  const grantTypes = readGrants(row, around, notes);
  if (grantTypes.length === 0) return 'None of its grant types is on here.';
  const needsRedirect = grantTypes.includes('authorization_code') || grantTypes.includes('implicit');
  if (needsRedirect && redirectUris.length === 0)
    return ['None of its redirect URIs may be registered here.', ...notes].join(' ');
  return {
    name: row.name.trim().slice(0, MAX_NAME),
    type: typeOf(row, redirectUris, needsRedirect),
    redirectUris,
    grantTypes,
    scopes: readScopes(row, grantTypes, around, notes),
    secret: readSecret(row, notes),
    notes,
  };
}

function readRedirects({ redirectUris }: PassportClient, notes: string[]): string[] {
  return [...new Set(redirectUris)].filter((uri) => {
    const fault = redirectUriFault(uri);
    if (fault) notes.push(`Left out the redirect URI ${uri}: ${say('en', fault.words, fault.values)}`);
    return fault === null;
  });
}

/** Up to Passport 12 they follow from flags, and any client with a secret could act alone: here those that did. */
function readGrants(row: PassportClient, { grants }: Surroundings, notes: string[]): string[] {
  const person = row.isPassword ? 'password' : 'authorization_code';
  const asked = row.grantTypes ?? [
    ...(row.redirectUris.length > 0 || row.isPassword ? [person, 'refresh_token'] : []),
    ...(row.secret !== null && (row.hasActedAlone || row.redirectUris.length === 0)
      ? ['client_credentials']
      : []),
  ];
  const off = asked.filter((type) => !grants.includes(type));
  if (off.length > 0) notes.push(`Left out the grant types ${off.join(', ')}: they are not on here.`);
  const rest = asked.filter((type) => grants.includes(type));
  return rest.every((type) => type === 'refresh_token') ? [] : rest;
}

/** As in Passport an app may ask for whatever is not for administrators; a machine for what it had, because nobody asks. */
function readScopes(
  row: PassportClient,
  grantTypes: readonly string[],
  { scopes }: Surroundings,
  notes: string[],
): string[] {
  const open = scopes.filter(({ role, firstPartyOnly }) => role !== 'admin' && !firstPartyOnly);
  const everything = open.map(({ name }) => name);
  const asked =
    row.scopes ??
    (grantTypes.includes('client_credentials') ? row.usedScopes : [...everything, ...row.usedScopes]);
  const unknown = [...new Set(asked)].filter((name) => !everything.includes(name));
  if (unknown.length > 0)
    notes.push(`Left out the scopes ${unknown.join(', ')}: unknown here, or for administrators only.`);
  return [...new Set(asked)].filter((name) => everything.includes(name));
}

function readSecret({ secret }: PassportClient, notes: string[]): TranslatedClient['secret'] {
  if (secret === null) return 'none';
  if (foreignHashKind(secret) !== null) return { foreignHash: secret };
  if (!looksHashed(secret) && secret.length >= MIN_SECRET_LENGTH) return { value: secret };
  const why = looksHashed(secret)
    ? 'its hash is of a kind or cost that is not checked here'
    : `it is shorter than ${MIN_SECRET_LENGTH} characters`;
  notes.push(`Its secret is not taken, ${why}: it gets a new one.`);
  return 'made';
}

function typeOf(
  { secret }: PassportClient,
  redirectUris: readonly string[],
  needsRedirect: boolean,
): ClientType {
  if (secret !== null) return needsRedirect || redirectUris.length > 0 ? 'web' : 'm2m';
  return redirectUris.every((uri) => uri.startsWith('https://')) ? 'spa' : 'native';
}
