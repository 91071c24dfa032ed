import type { EpochMs } from '../../shared/domain/clock';

/** A client in the tables of Laravel Passport, whichever version they are of. */
export interface PassportClient {
  id: string;
  name: string;
  /** Whether the row names an owner. */
  hasOwner: boolean;
  /** The owner's address in the table `users`; null: nobody, or nobody there. */
  ownerEmail: string | null;
  /** In clear up to Passport 12, hashed where that was switched on, and always from 13; null: a public client. */
  secret: string | null;
  redirectUris: string[];
  /** Null up to Passport 12, where they follow from the two flags. */
  grantTypes: string[] | null;
  isPersonal: boolean;
  isPassword: boolean;
  isRevoked: boolean;
  /** What it may ask for; null: whatever the application knows. */
  scopes: string[] | null;
  /** What its tokens have had. */
  usedScopes: string[];
  /** Whether it has got tokens without a person. */
  hasActedAlone: boolean;
}

/** A refresh token that may still be used there. */
export interface PassportRefreshToken {
  id: string;
  clientId: string;
  email: string | null;
  scopes: string[];
  issuedAt: EpochMs | null;
  expiresAt: EpochMs;
}
