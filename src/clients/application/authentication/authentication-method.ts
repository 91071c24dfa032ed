import type { AuthenticationMethod } from '../../domain/client';

/** What a request offers to prove which client sent it. */
export interface ClientCredentials {
  /** The raw Authorization header, or null. */
  authorization: string | null;
  clientId: string | null;
  clientSecret: string | null;
}

/** What a method found in the request. */
export interface Claim {
  clientId: string;
  /** Null: the method proves nothing (public clients). */
  secret: string | null;
}

/** One way in which a client says who it is (RFC 6749 §2.3). */
export abstract class ClientAuthenticationMethod {
  abstract readonly name: AuthenticationMethod;

  /**
   * The claim that the request makes in this way, or null when it uses another.
   *
   * @throws OAuthError when it tries this way and gets it wrong
   */
  abstract read(credentials: ClientCredentials): Claim | null;
}
