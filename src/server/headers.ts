import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { Settings } from '../config/settings';
import { CONTENT_SECURITY_POLICY } from '../shared/http/content-security-policy';

/**
 * What every answer says, as long as its route says nothing else. helmet is asked once, not for each request. The
 * content security policy is our own: helmet's default would break the consent form.
 */
export function headersOfAnswers(settings: Pick<Settings, 'issuer'>): Record<string, string> {
  const headers: Record<string, string> = {
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'Permissions-Policy': 'publickey-credentials-get=(self)',
    // Forms and queries are data of one request: caches keep nothing unless a route says so.
    'Cache-Control': 'no-store',
  };
  const answer = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader: () => undefined,
  };
  const ask = helmet(options(settings.issuer.startsWith('https:')));
  ask({} as IncomingMessage, answer as unknown as ServerResponse, (error) => {
    if (error) throw error as Error;
  });
  return headers;
}

const options = (https: boolean): Parameters<typeof helmet>[0] => ({
  contentSecurityPolicy: false,
  // With no-referrer the consent form would be sent with `Origin: null`.
  referrerPolicy: { policy: 'same-origin' },
  frameguard: { action: 'deny' },
  // A client may open the sign-in in a window of its own and wait for it.
  crossOriginOpenerPolicy: { policy: 'unsafe-none' },
  crossOriginResourcePolicy: false,
  strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
  xXssProtection: false,
});
