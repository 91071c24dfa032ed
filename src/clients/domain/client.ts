import type { TokenFormat } from '../../config/settings';
import type { EpochMs } from '../../shared/domain/clock';
import { foldedBeginning } from '../../shared/domain/folded';
import { publicHash } from '../../shared/domain/public-hash';
import { randomBase62 } from '../../shared/domain/secret';
import { isHttps, matchesRedirectUri } from './redirect-uri';

export const CLIENT_TYPES = ['web', 'spa', 'native', 'm2m'] as const;
export type ClientType = (typeof CLIENT_TYPES)[number];

export type AuthenticationMethod = 'client_secret_basic' | 'client_secret_post' | 'none';

/** How other rows name a client: a client id may be a URL of 2000 bytes, an index may not. */
export const clientRef = (clientId: string): string => publicHash(clientId);

/** What a client is found by. */
export const foldedNames = ({ id, name }: Pick<Client, 'id' | 'name'>) => ({
  idFolded: foldedBeginning(id),
  nameFolded: foldedBeginning(name),
});

/** The name of a new epoch; random, so that none ever comes back, not even for a client that is registered again. */
export const newEpoch = (): string => randomBase62(16);

/** An application that asks for tokens (RFC 6749 §2); the settings page calls it an app. */
export class Client {
  /** SHA-256 of the client id. */
  ref!: string;
  /** The `client_id` on the wire (RFC 6749 §2.2). */
  id!: string;
  name!: string;
  /** The beginnings of id and name, folded: what is searched and sorted by; see `foldedNames`. */
  idFolded!: string;
  nameFolded!: string;
  type!: ClientType;
  /** Null: it belongs to the organization. */
  ownerId!: string | null;
  firstParty!: boolean;
  /** `none` for public clients; null: either way of sending a secret (RFC 6749 §2.3.1). */
  authenticationMethod!: AuthenticationMethod | null;
  requirePkce!: boolean;
  redirectUris!: string[];
  grantTypes!: string[];
  scopes!: string[];
  /** URIs of the Resources that it may ask tokens for beside the default one; null: any that the server knows. */
  resources!: string[] | null;
  accessTokenFormat!: TokenFormat | null;
  /** Seconds; null: as the server. */
  accessTokenTtl!: number | null;
  refreshTokenTtl!: number | null;
  refreshPolicy!: 'rotate' | 'keep';
  /** Seconds in which the token before the current one still gets the same successor; null: as the server. */
  refreshGrace!: number | null;
  /** Whether it may introspect tokens for the default Resource. */
  introspect!: boolean;
  status!: 'active' | 'disabled';
  /** Authorizations carry the epoch they were made in, and only those of the present one live: a new one ends all. */
  epoch!: string;
  /** What people gave it before that moment lives no more. */
  grantedFrom!: EpochMs;
  /** Access tokens of people's Authorizations carry this number too: raising it ends them, and no refresh token. */
  accessGeneration!: number;
  /** Access tokens that were issued before that moment live no more. */
  accessFrom!: EpochMs;
  /** Id of the person who has disabled it; null: nobody has, or whoever runs the server. */
  disabledBy!: string | null;
  createdAt!: EpochMs;
  updatedAt!: EpochMs;
  version!: number;

  constructor(values: ClientValues) {
    Object.assign(this, values);
  }

  /** It cannot keep a secret (RFC 6749 §2.1). */
  get isPublic(): boolean {
    return this.authenticationMethod === 'none';
  }

  get isActive(): boolean {
    return this.status === 'active';
  }

  /** Public clients always, others when flagged (RFC 9700 §2.1.1). */
  get needsPkce(): boolean {
    return this.isPublic || this.requirePkce;
  }

  mayUse(grantType: string): boolean {
    return this.grantTypes.includes(grantType);
  }

  /** The registered address that the presented one stands for, or null. */
  hasRedirectUri(presented: string): boolean {
    return this.redirectUris.some((registered) => matchesRedirectUri(registered, presented, this.isPublic));
  }

  /**
   * Whether a remembered consent or the first-party flag may skip the consent page: only where something proves who
   * asks, a web server at an https address, or the secret that a code must be redeemed with (RFC 8252 §8.6).
   */
  mayBeRecognizedAt(redirectUri: string, grantType: string): boolean {
    return isHttps(redirectUri) || (!this.isPublic && grantType === 'authorization_code');
  }
}

export type ClientValues = {
  [
    K in keyof Client as K extends
      'isPublic' | 'isActive' | 'needsPkce' | 'mayUse' | 'hasRedirectUri' | 'mayBeRecognizedAt'
      ? never
      : K
  ]: Client[K];
};
