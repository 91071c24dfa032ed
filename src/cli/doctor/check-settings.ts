import type { Settings } from '../../config/settings';
import { isLoopbackHost } from '../../shared/http/loopback-host';
import { checkFile } from './check-machine';
import { advice, bad, type Finding, good } from './finding';

const DAY = 86_400;

export function checkAddress({ issuer, host, trustProxy }: Settings): Finding[] {
  const { protocol, hostname } = new URL(issuer);
  const isHttps = protocol === 'https:';
  const findings = [
    isHttps
      ? good('issuer', issuer)
      : advice(
          'issuer',
          `${issuer}: this machine only`,
          'For others set ISSUER to the public https address.',
        ),
    isHttps || isLoopbackHost(hostname)
      ? good('cookies', 'Secure, and kept by browsers at this issuer')
      : bad('cookies', 'browsers drop Secure cookies here', 'Use https, or http://localhost.'),
  ];
  const everybody = trustProxy.filter((cidr) => /\/0$/.test(cidr));
  if (everybody.length > 0)
    findings.push(
      bad('proxy', `TRUST_PROXY believes everybody (${everybody.join(', ')})`, 'Name your proxies only.'),
    );
  else if (isHttps && trustProxy.length === 0)
    findings.push(
      bad(
        'proxy',
        'https is ended in front of this server, by nobody that it knows',
        'Set TRUST_PROXY to the address of your proxy: otherwise all visitors count as one, and wait for each other.',
      ),
    );
  else findings.push(good('proxy', trustProxy.length > 0 ? trustProxy.join(', ') : 'none'));
  if (trustProxy.length > 0 && !isLoopbackHost(host))
    findings.push(
      advice('host', `${host} can be reached past the proxy`, 'Let only the proxy reach this port.'),
    );
  return findings;
}

export function checkProtection(settings: Settings): Finding[] {
  const { cookieSecret, keyEncryptionSecret, dbUrl, mode } = settings;
  const weak = [cookieSecret, keyEncryptionSecret].some(
    (secret) => Buffer.byteLength(secret) < 32 || new Set(secret).size < 10,
  );
  const findings = [
    weak
      ? bad('secrets', 'too short or too regular', 'Make both with: openssl rand -base64 48')
      : cookieSecret === keyEncryptionSecret
        ? bad('secrets', 'COOKIE_SECRET and KEY_ENCRYPTION_SECRET are the same', 'Make one of them anew.')
        : good('secrets', 'two, long enough'),
  ];
  const files = [
    ...(dbUrl.startsWith('sqlite:') ? [checkFile('database file', dbUrl.slice('sqlite:'.length))] : []),
    ...(mode === 'development' || mode === 'demo' ? [checkFile('secrets file', 'data/secrets.env')] : []),
  ];
  return [...findings, ...files.filter((finding) => finding !== null)];
}

/** Settings that are allowed and weaker than they could be (RFC 9700). */
export function checkStrength(settings: Settings): Finding[] {
  const { accessTokenTtl, accessTokenFormat, refreshGrace, signingAlg, signingKeyBits } = settings;
  const rules: [boolean, Finding][] = [
    [
      settings.hasGrant('implicit'),
      bad('implicit grant', 'on: tokens stand in address bars (RFC 9700 §2.1.2)', 'Take it out of GRANTS.'),
    ],
    [
      settings.hasGrant('password'),
      bad('password grant', 'on: apps see passwords (RFC 9700 §2.4)', 'Take it out of GRANTS.'),
    ],
    [
      accessTokenTtl > DAY && accessTokenFormat === 'jwt',
      advice(
        'access tokens',
        'JWTs that live for more than a day, which other APIs believe until they end',
        'Shorten ACCESS_TOKEN_TTL, or set ACCESS_TOKEN_FORMAT=opaque.',
      ),
    ],
    [
      refreshGrace > 0,
      advice(
        'refresh grace',
        `${refreshGrace} s in which a stolen token goes unnoticed`,
        'Set REFRESH_GRACE=0s.',
      ),
    ],
    [
      /^(?:RS|PS)/.test(signingAlg) && signingKeyBits < 3072,
      advice(
        'signing keys',
        `${signingAlg} with ${signingKeyBits} bits; ASVS level 2 asks for 3072`,
        'Set SIGNING_KEY_BITS=3072, or SIGNING_ALG=ES256.',
      ),
    ],
    [
      settings.passwordMinLength < 15,
      advice('passwords', `from ${settings.passwordMinLength} characters`, 'Set PASSWORD_MIN_LENGTH=15.'),
    ],
    [
      settings.playground && settings.mode === 'production',
      bad('playground', 'on in production', 'Set PLAYGROUND=off.'),
    ],
    [
      settings.smtpUrl === null && settings.mode === 'production',
      advice('mail', 'none is sent: nobody can reset a password alone', 'Set SMTP_URL and MAIL_FROM.'),
    ],
  ];
  const found = rules.filter(([applies]) => applies).map(([, finding]) => finding);
  return found.length > 0 ? found : [good('strength', 'nothing is weaker than RFC 9700 advises')];
}
