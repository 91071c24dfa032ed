import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { type Client, clientRef } from '../../clients/domain/client';
import { Resources } from '../../scopes/application/resources';
import { ScopeRules } from '../../scopes/application/scope-rules';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import type { AuthorizationRequest, ReturnAddress } from '../domain/authorization-request';
import { isCodeChallenge } from '../domain/pkce';
import { UntrustedRequestError } from '../domain/untrusted-request-error';
import { type ResponseType, ResponseTypes } from './response-type';

/** A client and a redirect URI that belong together: errors may go there now. */
export interface TrustedAddress {
  client: Client;
  returnTo: ReturnAddress;
  redirectUriSent: boolean;
}

const MAX_STATE = 4096;
const MAX_HINT = 500;
const SINGLE = [
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'prompt',
  'max_age',
  'login_hint',
  'ui_locales',
];

/** Reads authorization requests (RFC 6749 §4.1.1): first whom to answer, then what is asked. */
@Injectable()
export class RequestReader {
  constructor(
    private readonly clients: Clients,
    private readonly responseTypes: ResponseTypes,
    private readonly scopeRules: ScopeRules,
    private readonly resources: Resources,
  ) {}

  /**
   * Whom to answer, and where. Nothing goes to an address that is not registered, not even an error (RFC 6749 §4.1.2.1).
   *
   * @throws UntrustedRequestError
   */
  async readAddress(parameters: Parameters): Promise<TrustedAddress> {
    const clientId = parameters.oneOrNull('client_id');
    const sent = parameters.oneOrNull('redirect_uri');
    const client = clientId === null ? null : await this.clients.findByRef(clientRef(clientId));
    if (client === null || client.id !== clientId) {
      throw new UntrustedRequestError('client_id is missing or names no app', {
        clientId,
        redirectUri: sent,
        client: null,
      });
    }
    const seen = { clientId, redirectUri: sent, client };
    if (!client.isActive) throw new UntrustedRequestError('this app is disabled', seen);
    if (parameters.all('redirect_uri').length > 1)
      throw new UntrustedRequestError('redirect_uri is sent more than once', seen);
    const redirectUri = sent ?? (client.redirectUris.length === 1 ? client.redirectUris[0]! : null);
    if (redirectUri === null)
      throw new UntrustedRequestError('redirect_uri is missing, and the app has several', seen);
    if (!client.hasRedirectUri(redirectUri)) {
      throw new UntrustedRequestError('redirect_uri is not registered for this app', seen);
    }
    const state = parameters.oneOrNull('state');
    const responseMode =
      this.responseTypes.find(parameters.oneOrNull('response_type') ?? '')?.responseMode ?? 'query';
    const echoed = state !== null && state.length <= MAX_STATE ? state : null;
    return { client, redirectUriSent: sent !== null, returnTo: { redirectUri, responseMode, state: echoed } };
  }

  /**
   * What is asked, checked in this order: form, response type, PKCE, scope, API.
   *
   * @throws OAuthError to be sent to the client
   */
  async read(parameters: Parameters, address: TrustedAddress): Promise<AuthorizationRequest> {
    const { client, returnTo } = address;
    for (const name of SINGLE) parameters.one(name);
    if (parameters.one('request') !== null) {
      throw new OAuthError(
        'request_not_supported',
        'Send the parameters themselves; request objects are not read here',
      );
    }
    if (parameters.one('request_uri') !== null) {
      throw new OAuthError(
        'request_uri_not_supported',
        'Send the parameters themselves; request_uri is not read here',
      );
    }
    if ((parameters.one('state') ?? '').length > MAX_STATE)
      throw OAuthError.invalidRequest('state is longer than 4096 characters');
    const responseType = this.readResponseType(parameters, client);
    return {
      responseType: responseType.type,
      redirectUriSent: address.redirectUriSent,
      codeChallenge: readChallenge(parameters, client, responseType),
      ...readPrompt(parameters),
      maxAge: readMaxAge(parameters),
      loginHint: readShort(parameters, 'login_hint'),
      uiLocales: parameters.one('ui_locales')?.slice(0, MAX_HINT) ?? null,
      nonce: readShort(parameters, 'nonce'),
      scopes: this.scopeRules.requested(parameters.one('scope'), client.scopes),
      resource: (await this.resources.requested(parameters.all('resource'), client.resources)).uri,
      ...returnTo,
    };
  }

  /** Whether a request that has waited may still be answered: the client may have been changed meanwhile. */
  stillFits(request: AuthorizationRequest, client: Client): boolean {
    const responseType = this.responseTypes.find(request.responseType);
    if (!responseType || !client.mayUse(responseType.grantType)) return false;
    return (
      request.codeChallenge !== null || !client.needsPkce || responseType.grantType !== 'authorization_code'
    );
  }

  private readResponseType(parameters: Parameters, client: Client): ResponseType {
    const name = parameters.one('response_type');
    if (name === null) throw OAuthError.invalidRequest('response_type is missing');
    const responseType = this.responseTypes.find(name);
    if (!responseType)
      throw OAuthError.unsupportedResponseType('This server does not answer that response_type');
    if (!client.mayUse(responseType.grantType)) {
      throw OAuthError.unauthorizedClient(`This client may not use response_type=${responseType.type}`);
    }
    const mode = parameters.one('response_mode');
    if (mode !== null && mode !== responseType.responseMode) {
      throw OAuthError.invalidRequest(
        `response_mode must be ${responseType.responseMode} here, or be left out`,
      );
    }
    return responseType;
  }
}

/** S256 only (RFC 7636 §4.3); required of public clients and of those flagged so (RFC 9700 §2.1.1). */
function readChallenge(parameters: Parameters, client: Client, responseType: ResponseType): string | null {
  const challenge = parameters.one('code_challenge');
  const method = parameters.one('code_challenge_method');
  if (challenge === null) {
    if (method !== null) throw OAuthError.invalidRequest('code_challenge is missing');
    if (client.needsPkce && responseType.grantType === 'authorization_code') {
      throw OAuthError.invalidRequest('code_challenge is missing: this client must use PKCE');
    }
    return null;
  }
  if (method !== 'S256') throw OAuthError.invalidRequest('code_challenge_method must be S256');
  if (!isCodeChallenge(challenge)) {
    throw OAuthError.invalidRequest('code_challenge must be a SHA-256 in base64url: 43 characters');
  }
  return challenge;
}

function readPrompt(parameters: Parameters): { prompt: string[] } {
  const prompt = (parameters.one('prompt') ?? '').split(' ').filter((word) => word !== '');
  if (prompt.includes('none') && prompt.length > 1) {
    throw OAuthError.invalidRequest('prompt=none stands alone');
  }
  return { prompt };
}

function readMaxAge(parameters: Parameters): number | null {
  const value = parameters.one('max_age');
  if (value !== null && !/^\d{1,9}$/.test(value))
    throw OAuthError.invalidRequest('max_age must be a number of seconds');
  return value === null ? null : Number(value);
}

function readShort(parameters: Parameters, name: string): string | null {
  const value = parameters.one(name);
  if (value !== null && value.length > MAX_HINT) {
    throw OAuthError.invalidRequest(`${name} is longer than ${MAX_HINT} characters`);
  }
  return value;
}
