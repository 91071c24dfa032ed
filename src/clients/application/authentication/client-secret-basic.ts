import { OAuthError } from '../../../shared/domain/oauth-error';
import { type Claim, ClientAuthenticationMethod, type ClientCredentials } from './authentication-method';

/** HTTP Basic with form-encoded id and secret (RFC 6749 §2.3.1). */
export class ClientSecretBasic extends ClientAuthenticationMethod {
  readonly name = 'client_secret_basic';

  read({ authorization }: ClientCredentials): Claim | null {
    if (authorization === null) return null;
    const encoded = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(authorization)?.[1];
    const pair = encoded ? Buffer.from(encoded, 'base64').toString('utf8') : '';
    const colon = pair.indexOf(':');
    if (colon < 1)
      throw OAuthError.invalidClient('The Authorization header is not HTTP Basic with client id and secret');
    return { clientId: formDecode(pair.slice(0, colon)), secret: formDecode(pair.slice(colon + 1)) };
  }
}

/** application/x-www-form-urlencoded (RFC 6749 appendix B). A lone % is left as it is: not every client encodes. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}
