import type { EpochMs } from '../../shared/domain/clock';

/** What a person has allowed a client at one API so far; each sign-in to the app makes its own Authorization under it. */
export class Consent {
  id!: string;
  userId!: string;
  clientRef!: string;
  /** URI of the API. */
  resource!: string;
  /** SHA-256 of that URI: what the row is found by. */
  resourceHash!: string;
  scopes!: string[];
  createdAt!: EpochMs;
  updatedAt!: EpochMs;

  constructor(values: Consent) {
    Object.assign(this, values);
  }
}
