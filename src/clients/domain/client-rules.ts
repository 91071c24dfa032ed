import { RESERVED_ID_PREFIXES } from '../../shared/domain/id';
import { nameFaults } from '../../shared/domain/line';
import { type FieldError, fieldError as fault } from '../../shared/domain/problem';
import type { Client } from './client';
import { MAX_REDIRECT_URIS, redirectUriFault } from './redirect-uri';

const YEAR = 31_536_000;

/** What the rules must know about the server. */
interface Surroundings {
  knownScopes: readonly string[];
  knownGrants: readonly string[];
  /** The client id that somebody chose, if it was not made by us. */
  chosenId?: string | undefined;
}

/** Every fault of a client's metadata, each with the place where it stands; the same rules for pages, REST and CLI. */
export function registrationFaults(client: Client, around: Surroundings): FieldError[] {
  return [
    ...idFaults(around.chosenId),
    ...nameFaults(client.name),
    ...redirectUriFaults(client),
    ...grantFaults(client, around.knownGrants),
    ...scopeFaults(client, around.knownScopes),
    ...lifetimeFaults(client),
  ];
}

function idFaults(chosenId: string | undefined): FieldError[] {
  if (chosenId === undefined) return [];
  if (!/^[\x21-\x7E]{1,2000}$/.test(chosenId)) {
    return [fault('/client_id', 'character_not_allowed', 'fault.clientId.characters')];
  }
  return RESERVED_ID_PREFIXES.some((prefix) => chosenId.startsWith(prefix))
    ? [
        fault('/client_id', 'reserved_prefix', 'fault.clientId.reserved', {
          prefixes: RESERVED_ID_PREFIXES.join(', '),
        }),
      ]
    : [];
}

function redirectUriFaults(client: Client): FieldError[] {
  const { redirectUris } = client;
  const faults = redirectUris.flatMap((uri, index) => {
    const pointer = `/redirect_uris/${index}`;
    if (redirectUris.indexOf(uri) < index)
      return [fault(pointer, 'duplicate', 'fault.redirectUri.duplicate')];
    const found = redirectUriFault(uri);
    return found ? [fault(pointer, found.code, found.words, found.values)] : [];
  });
  if (redirectUris.length > MAX_REDIRECT_URIS) {
    faults.push(fault('/redirect_uris', 'too_many', 'fault.redirectUri.tooMany', { max: MAX_REDIRECT_URIS }));
  }
  const redirects = client.mayUse('authorization_code') || client.mayUse('implicit');
  if (redirects && redirectUris.length === 0) {
    faults.push(fault('/redirect_uris', 'required', 'fault.redirectUri.required'));
  }
  return faults;
}

function grantFaults(client: Client, known: readonly string[]): FieldError[] {
  const faults = client.grantTypes
    .filter((type) => !known.includes(type))
    .map((type) => fault('/grant_types', 'not_available', 'fault.grant.notAvailable', { type }));
  if (client.isPublic && client.mayUse('client_credentials')) {
    faults.push(fault('/grant_types', 'secret_required', 'fault.grant.secretRequired'));
  }
  if (client.isPublic && (client.type === 'm2m' || client.introspect)) {
    faults.push(fault('/type', 'secret_required', 'fault.machine.secretRequired'));
  }
  return faults;
}

function scopeFaults(client: Client, known: readonly string[]): FieldError[] {
  return client.scopes
    .filter((scope) => !known.includes(scope))
    .map((scope) => fault('/scopes', 'unknown', 'fault.scope.unknown', { scope: scope.slice(0, 100) }));
}

function lifetimeFaults(client: Client): FieldError[] {
  const check = (pointer: string, seconds: number | null, max: number, min = 1): FieldError[] =>
    seconds === null || (Number.isInteger(seconds) && seconds >= min && seconds <= max)
      ? []
      : [fault(pointer, 'out_of_range', 'fault.lifetime', { min, max })];
  return [
    ...check('/access_token_ttl', client.accessTokenTtl, YEAR),
    ...check('/refresh_token_ttl', client.refreshTokenTtl, 10 * YEAR),
    ...check('/refresh_grace', client.refreshGrace, 60, 0),
  ];
}
