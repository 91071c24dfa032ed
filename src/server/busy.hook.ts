import type { FastifyInstance } from 'fastify';
import type { PasswordCheck } from '../sessions/application/password-check';

/**
 * Refuses sign-ins while more wait than can be checked soon: before their bodies are read and the database is asked who
 * comes, so that a flood costs others as little as can be.
 */
export function refuseWhenBusy(
  fastify: FastifyInstance,
  passwords: Pick<PasswordCheck, 'requireRoom'>,
): void {
  fastify.addHook('onRequest', ({ method, routeOptions }, _reply, done) => {
    try {
      if (method === 'POST' && routeOptions.url === '/login') passwords.requireRoom();
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}
