import type { RawAnswer } from '../../support/raw';
import type { AttackCase, AttackRequest, Expected, Fields } from '../attack-case';
import type { Trial } from '../trial';

/** A case of our own: what comes before and after its request is said in code. */
export interface OwnCase extends AttackCase {
  before?: (trial: Trial) => Promise<unknown>;
  after?: (trial: Trial, answer: RawAnswer) => Promise<unknown>;
}

type More = Partial<Pick<OwnCase, 'before' | 'after' | 'needs'>>;

const counts = new Map<string, number>();

/** The next case of a requirement. */
export function attack(
  req: string,
  title: string,
  request: AttackRequest | null,
  expected: Expected,
  more: More = {},
): OwnCase {
  const count = (counts.get(req) ?? 0) + 1;
  counts.set(req, count);
  return { id: `${req}-${count}`, req, title, request, expected, ...more };
}

/** An authorization request of conf; undefined takes a parameter away. */
export function authorize(changes: Record<string, string | string[] | undefined> = {}): AttackRequest {
  const all: Record<string, string | string[] | undefined> = {
    response_type: 'code',
    client_id: '${conf.id}',
    redirect_uri: '${conf.redirect}',
    scope: 'read:projects',
    state: '${rand}',
    code_challenge: '${S256(verifier)}',
    code_challenge_method: 'S256',
    ...changes,
  };
  const query = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Fields;
  return { method: 'GET', path: '${AUTHORIZE}', query };
}

/** The parameters that make the request one of another app. */
export const from = (client: string) => ({
  client_id: `\${${client}.id}`,
  redirect_uri: `\${${client}.redirect}`,
});

export const post = (path: string, form: Fields, more: Partial<AttackRequest> = {}): AttackRequest => ({
  method: 'POST',
  path,
  form,
  ...more,
});

/** A token request of conf with its code. */
export const redeem = (changes: Fields = {}, auth = 'basic:conf'): AttackRequest =>
  post(
    '${TOKEN}',
    {
      grant_type: 'authorization_code',
      code: '${code}',
      redirect_uri: '${conf.redirect}',
      code_verifier: '${verifier}',
      ...changes,
    },
    { auth },
  );

export const refreshing = (changes: Fields = {}, auth = 'basic:conf'): AttackRequest =>
  post('${TOKEN}', { grant_type: 'refresh_token', refresh_token: '${rt}', ...changes }, { auth });

export const machine = (changes: Fields = {}, auth = 'basic:m2m'): AttackRequest =>
  post('${TOKEN}', { grant_type: 'client_credentials', ...changes }, { auth });

/** A request of the REST API with that token. */
export const call = (
  method: string,
  path: string,
  token: string,
  json?: unknown,
  headers: Record<string, string> = {},
): AttackRequest => ({
  method,
  path,
  headers: { Authorization: `Bearer ${token}`, ...headers },
  ...(json !== undefined && { json }),
});

/** A page that says no, and leads nowhere. */
export const PAGE: Expected = { status: [400], location_absent: true, content_type: 'text/html' };
/** An error that goes back to the app. */
export const back = (...error: string[]): Expected => ({
  status: [302, 303],
  error,
  where: 'redirect',
  state_echoed: true,
  iss_present: true,
});
export const refusal = (status: number, ...error: string[]): Expected => ({ status: [status], error });
export const INVALID_TOKEN: Expected = {
  status: [401],
  error: ['invalid_token'],
  headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
};
export const SESSION = { needs: ['session'] };
