import type { Client } from '../../clients/domain/client';
import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import { newId } from '../../shared/domain/id';

/** What the person's sign-in looked like when they allowed it. */
export interface SignInFacts {
  /** Id of the browser session. */
  sid: string | null;
  authTime: EpochMs | null;
  acr: string | null;
  amr: string[] | null;
}

export const NO_SIGN_IN: SignInFacts = { sid: null, authTime: null, acr: null, amr: null };

/**
 * One act of granting, by a user to a client, or by a client or a user to itself, with fixed scopes and API.
 *
 * Codes, refresh tokens and access tokens come from one Authorization and die with it. Each sign-in to an app makes
 * its own, so that a replay ends one device and not all.
 */
export class Authorization {
  id!: string;
  /** The grant that made it: a `grant_type`, `implicit` or `personal`. */
  grantType!: string;
  /** Null: no person is involved. */
  userId!: string | null;
  /** Null: the person's own hand (personal tokens). */
  clientRef!: string | null;
  /** The epoch of the client in which it was made. */
  clientEpoch!: string | null;
  scopes!: string[];
  /** URI of the API that tokens are for; it becomes `aud`. */
  resource!: string;
  sid!: string | null;
  authTime!: EpochMs | null;
  acr!: string | null;
  amr!: string[] | null;
  nonce!: string | null;
  /** Place for a sender constraint (RFC 7800 §3.1). */
  cnf!: object | null;
  /**
   * Tokens carry the number that was current when they were issued, and only the current number is alive:
   * raising it ends all of them at once, exactly, whatever the clocks say.
   */
  generation!: number;
  /** Set for the one Authorization that a client has for itself: its ref. */
  standingFor!: string | null;
  createdAt!: EpochMs;
  /** When it last brought a token, exact to the hour; null: never. */
  lastUsedAt!: EpochMs | null;
  revokedAt!: EpochMs | null;
  /** From then on nothing of it can be alive, and the row may be deleted; null: never. */
  expiresAt!: EpochMs | null;

  constructor(values: AuthorizationValues) {
    Object.assign(this, values);
  }

  /**
   * Whether anything of it may still work.
   *
   * @param client as it is now; null: deleted, or there is none
   */
  isAlive(client: LifeOfClient | null): boolean {
    if (this.revokedAt !== null || this.clientRef !== (client?.ref ?? null)) return false;
    // A standing one outlives its client's epochs: its generation says which of its tokens live.
    if (this.standingFor !== null || client === null) return true;
    return this.clientEpoch === client.epoch && this.createdAt >= client.grantedFrom;
  }

  /** Whether something of it can be alive at that moment. */
  livesAt(now: EpochMs, client: LifeOfClient | null): boolean {
    return this.isAlive(client) && (this.expiresAt === null || this.expiresAt > now);
  }

  /** The number that its access tokens carry now: its own, raised with that of the client that people gave it to. */
  generationWith(client: Pick<Client, 'accessGeneration'> | null): number {
    return this.generation + (this.standingFor === null ? (client?.accessGeneration ?? 0) : 0);
  }
}

/** What of a client decides whether its Authorizations live. */
type LifeOfClient = Pick<Client, 'ref' | 'epoch' | 'grantedFrom'>;

type AuthorizationValues = Omit<Authorization, 'isAlive' | 'livesAt' | 'generationWith'>;

/** A new one of which nobody ever gets a token is forgotten after a day. */
export const UNUSED_MS = DAY_MS;

/** What somebody who makes an Authorization has to say. */
export type NewAuthorization = Pick<
  AuthorizationValues,
  'grantType' | 'userId' | 'scopes' | 'resource' | 'createdAt' | 'expiresAt'
> & {
  /** Null: the person's own hand. */
  client: Pick<Client, 'ref' | 'epoch'> | null;
} & Partial<SignInFacts & Pick<AuthorizationValues, 'nonce' | 'cnf' | 'standingFor'>>;

export const newAuthorization = ({ client, ...values }: NewAuthorization): Authorization =>
  new Authorization({
    id: newId('auth'),
    ...NO_SIGN_IN,
    nonce: null,
    cnf: null,
    standingFor: null,
    clientRef: client?.ref ?? null,
    clientEpoch: client?.epoch ?? null,
    generation: 0,
    lastUsedAt: null,
    revokedAt: null,
    ...values,
  });
