import type { FastifyHelmetOptions } from '@fastify/helmet';
import type { Settings } from '../config/settings';

/**
 * Security headers for every answer. The content security policy is set beside it, in our own words: helmet's default
 * would break the consent form.
 */
export function helmetOptions(settings: Settings): FastifyHelmetOptions {
  const https = settings.issuer.startsWith('https:');
  return {
    global: true,
    contentSecurityPolicy: false,
    // With no-referrer the consent form would be sent with `Origin: null`.
    referrerPolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    // A client may open the sign-in in a window of its own and wait for it.
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
    crossOriginResourcePolicy: false,
    strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    xXssProtection: false,
  };
}
