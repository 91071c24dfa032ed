import { type Claim, ClientAuthenticationMethod, type ClientCredentials } from './authentication-method';

/** Only `client_id` in the form body: public clients say who they are and prove it by PKCE (RFC 6749 §3.2.1). */
export class NoAuthentication extends ClientAuthenticationMethod {
  readonly name = 'none';

  read({ authorization, clientId, clientSecret }: ClientCredentials): Claim | null {
    return authorization === null && clientSecret === null && clientId !== null
      ? { clientId, secret: null }
      : null;
  }
}
