import type { FastifyReply } from 'fastify';

const POLICY: Record<string, string> = {
  'default-src': "'none'",
  'style-src': "'self'",
  'script-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

const write = (policy: Record<string, string>): string =>
  Object.entries(policy)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** The policy of every page; `form-action 'self'` stops an injected form from sending a password elsewhere. */
export const CONTENT_SECURITY_POLICY = write(POLICY);

/** Lets the form of this one page end at the origin of `uri` too (the setting CONSENT_REDIRECT=303). */
export function withFormAction(reply: FastifyReply, uri: string): void {
  const { origin, protocol } = new URL(uri);
  const target = origin === 'null' ? protocol : origin;
  reply.header('Content-Security-Policy', write({ ...POLICY, 'form-action': `'self' ${target}` }));
}
