import type { Settings } from '../config/settings';

export const PLAYGROUND_CALLBACK = '/playground/callback';

/** The pair of RFC 7636 appendix B: fixed, so that the demo's link and the exchange of its code can be pasted. */
export const DEMO_PKCE = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
} as const;

export const DEMO_SPA = 'demo-spa';

/** The command that turns a code into tokens (RFC 6749 §4.1.3); `CODE` is for the reader to replace. */
export function exchangeCommand(settings: Settings): string {
  const isDemo = settings.mode === 'demo';
  const values = {
    grant_type: 'authorization_code',
    client_id: isDemo ? DEMO_SPA : 'CLIENT_ID',
    redirect_uri: settings.url(PLAYGROUND_CALLBACK),
    code_verifier: isDemo ? DEMO_PKCE.verifier : 'VERIFIER',
    code: 'CODE',
  };
  const lines = Object.entries(values).map(([name, value]) => `  -d ${name}=${value}`);
  return [`curl -s ${settings.oauthUrl('token')}`, ...lines].join(' \\\n');
}
