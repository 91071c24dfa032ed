import type { RawAnswer } from '../support/raw';
import { callbackOf } from './judge';
import type { Trial } from './trial';

type Look = (answer: RawAnswer, trial: Trial) => string[] | Promise<string[]>;

const everything = ({ headers, body }: RawAnswer): string => JSON.stringify(headers) + body;

/** The answer holds none of these words, neither in its headers nor in its body. */
const without =
  (...words: RegExp[]): Look =>
  (answer) =>
    words.filter((word) => everything(answer).search(word) !== -1).map((word) => `holds ${String(word)}`);

const withoutSession: Look = ({ headers }) =>
  /session=\w/.test(String(headers['set-cookie'] ?? '')) ? ['signs somebody in'] : [];
const withoutCode: Look = (answer) => (callbackOf(answer)?.has('code') ? ['gives a code'] : []);
const notStatus =
  (from: number, to = from): Look =>
  ({ status }) =>
    status >= from && status <= to ? [`status ${status}`] : [];

/** The scopes of the token that an answer brings; none where it brings none. */
const scopesIn = ({ status, body }: RawAnswer): string[] =>
  status === 200 ? ((JSON.parse(body) as { scope?: string }).scope ?? '').split(' ') : [];

/** What the words of the cases mean by what must not appear. */
export const NEVER: Record<string, Look> = {
  '5xx': notStatus(500, 599),
  '307,308': notStatus(307, 308),
  'access_token in Location': (answer) =>
    callbackOf(answer)?.has('access_token') ? ['gives an access token'] : [],
  'hit on canary': (_, { cast }) => cast.canary.arrived.map((path) => `fetched ${path}`),
  'unescaped <script>alert(1)': without(/<script>alert\(1\)/),
  '5xx or session': (answer, trial) => [
    ...(notStatus(500, 599)(answer, trial) as string[]),
    ...(withoutSession(answer, trial) as string[]),
  ],
  session: withoutSession,
  code: withoutCode,
  '<img src=x': without(/<img src=x/),
  'd,p,q,dp,dq,qi,k': ({ body }) => {
    const { keys } = JSON.parse(body) as { keys: object[] };
    const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
    return keys.flatMap((key) => Object.keys(key).filter((name) => secret.includes(name)));
  },
  'error= in challenge': ({ headers }) =>
    headers['www-authenticate']?.includes('error=') ? ['names an error to who has shown nothing'] : [],
  'Alice’s data': without(/Plan of alice/),
  'token scope beyond consent': (answer) =>
    scopesIn(answer)
      .filter((scope) => scope !== 'read:projects')
      .map((scope) => `has ${scope}`),
  refresh_token: ({ body }) =>
    'refresh_token' in (JSON.parse(body) as object) ? ['has a refresh token'] : [],
  'protected fields changed': ({ status, body }) =>
    status === 200 && /app_other|1970-01-01|"secret_hash"/.test(body) ? ['changed what is not theirs'] : [],
  'hash, secret, $argon2': without(/"[a-z_]*hash"|\$argon2|"(?:client_)?secret"\s*:/),
  'secret value': async ({ body }, { cast }) =>
    body.includes((await cast.client('conf')).secret!) ? ['shows the secret again'] : [],
  'Access-Control-Allow-Origin': ({ headers }) =>
    'access-control-allow-origin' in headers ? ['lets other origins in'] : [],
  'Access-Control-Allow-Credentials: true': ({ headers }) =>
    'access-control-allow-credentials' in headers ? ['lets other origins bring cookies'] : [],
  'Set-Cookie': ({ headers }) => ('set-cookie' in headers ? ['sets a cookie'] : []),
};
