import type { Client } from '../../clients/domain/client';
import type { EpochMs } from '../../shared/domain/clock';
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
  isAlive(client: Pick<Client, 'ref' | 'epoch'> | null): boolean {
    if (this.revokedAt !== null || this.clientRef !== (client?.ref ?? null)) return false;
    // A standing one outlives its client's epochs: its generation says which of its tokens live.
    return this.standingFor !== null || this.clientEpoch === (client?.epoch ?? null);
  }

  /** Whether something of it can be alive at that moment. */
  livesAt(now: EpochMs, client: Pick<Client, 'ref' | 'epoch'> | null): boolean {
    return this.isAlive(client) && (this.expiresAt === null || this.expiresAt > now);
  }
}

type AuthorizationValues = Omit<Authorization, 'isAlive' | 'livesAt'>;

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
