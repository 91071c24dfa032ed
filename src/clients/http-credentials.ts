import type { FastifyRequest } from 'fastify';
import type { Parameters } from '../shared/domain/parameters';
import type { ClientCredentials } from './application/authentication/authentication-method';

/** Where a client's credentials stand in a request to a protocol endpoint (RFC 6749 §2.3.1). */
export const credentialsOf = (request: FastifyRequest, params: Parameters): ClientCredentials => ({
  authorization: request.headers.authorization ?? null,
  clientId: params.one('client_id'),
  clientSecret: params.one('client_secret'),
});
