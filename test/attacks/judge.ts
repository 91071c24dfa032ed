import { faultsOf, type RawAnswer } from '../support/raw';
import type { Expected } from './attack-case';
import { NEVER } from './never';
import type { Trial } from './trial';

/** Everything in which an answer is not as expected; empty: it is. */
export async function judge(answer: RawAnswer, expected: Expected, trial: Trial): Promise<string[]> {
  const faults = faultsOf(answer);
  const must = (holds: boolean, fault: string) => void (holds || faults.push(fault));
  const { status, headers } = answer;
  must(expected.status.includes(status), `status ${status} instead of ${expected.status.join(' or ')}`);
  if (expected.error) {
    const error = errorOf(answer);
    // A list of statuses may hold good ones too: an error belongs to the others.
    const asked = status >= 300 || error !== null;
    must(!asked || expected.error.includes(error ?? 'none'), `error ${error}`);
    if (expected.where === 'redirect') must('location' in headers, 'leads nowhere');
  }
  for (const [name, wanted] of Object.entries(expected.headers ?? {}))
    must(hasHeader(answer, name, wanted), `${name}: ${String(headers[name.toLowerCase()])}`);
  if (expected.content_type)
    must(
      headers['content-type']?.startsWith(expected.content_type) ?? false,
      `is ${headers['content-type']}`,
    );
  if (expected.location_absent)
    must(!headers.location && !headers['refresh'], `leads to ${headers.location}`);
  const callback = callbackOf(answer);
  if (expected.state_echoed) {
    const sent = trial.parameters.find(([name]) => name === 'state')?.[1] ?? trial.cast.rand;
    must(callback?.get('state') === sent, `state ${callback?.get('state')} instead of ${sent}`);
  }
  if (expected.iss_present) must(callback?.get('iss') === trial.server.url, `iss ${callback?.get('iss')}`);
  if (expected.body) {
    const body = JSON.parse(answer.body) as Record<string, unknown>;
    for (const [name, value] of Object.entries(expected.body))
      must(JSON.stringify(body[name]) === JSON.stringify(value), `${name} is ${JSON.stringify(body[name])}`);
  }
  if (expected.never !== undefined) {
    const check = NEVER[expected.never];
    if (!check) throw new Error(`${trial.attack.id} says never "${expected.never}", and nobody looks for it`);
    faults.push(...(await check(answer, trial)));
  }
  return faults;
}

/** The parameters with which the browser comes back to the app, whichever way it is led there. */
export function callbackOf({ headers }: RawAnswer): URLSearchParams | null {
  const target = headers.location ?? /url=(.*)$/i.exec(String(headers['refresh'] ?? ''))?.[1];
  if (!target?.startsWith('http')) return null;
  const { search, hash } = new URL(target);
  return new URLSearchParams(search || hash.slice(1));
}

/** The error that an answer names: in its address, its body, or its challenge. */
export function errorOf(answer: RawAnswer): string | null {
  const redirected = callbackOf(answer)?.get('error');
  if (redirected) return redirected;
  const challenge = /\berror="([^"]+)"/.exec(answer.headers['www-authenticate'] ?? '')?.[1];
  if (challenge) return challenge;
  if (!/json/.test(answer.headers['content-type'] ?? '')) return null;
  return (JSON.parse(answer.body) as { error?: string }).error ?? null;
}

/** `present`, `present on 429`, one of a list, `a or b`, `max-age>=N`, or parts that must all be there. */
function hasHeader({ status, headers }: RawAnswer, name: string, wanted: string | string[]): boolean {
  const value = [headers[name.toLowerCase()]].flat().join(', ');
  if (Array.isArray(wanted)) return wanted.includes(value);
  const only = /^present(?: (?:once|on) (\d+))?$/.exec(wanted);
  if (only) return value !== '' || (only[1] !== undefined && status !== Number(only[1]));
  if (wanted.includes(' or ')) return wanted.split(' or ').some((one) => value.startsWith(one));
  return partsOf(wanted).every((part) => {
    const atLeast = /^max-age>=(\d+)$/.exec(part);
    return atLeast ? Number(/max-age=(\d+)/.exec(value)?.[1]) >= Number(atLeast[1]) : value.includes(part);
  });
}

/** Directives of a policy, or the scheme and the parameters of a challenge. */
const partsOf = (wanted: string): string[] =>
  wanted.startsWith('Bearer')
    ? (wanted.match(/[a-z]+="[^"]*"|\w+/g) ?? [])
    : wanted.split(';').map((part) => part.trim());
