import { type Claim, ClientAuthenticationMethod, type ClientCredentials } from './authentication-method';

/** `client_id` and `client_secret` in the form body (RFC 6749 §2.3.1). */
export class ClientSecretPost extends ClientAuthenticationMethod {
  readonly name = 'client_secret_post';

  read({ clientId, clientSecret }: ClientCredentials): Claim | null {
    return clientId !== null && clientSecret !== null ? { clientId, secret: clientSecret } : null;
  }
}
