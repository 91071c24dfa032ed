import type { Browser } from '../support/browser';
import { formsOf } from '../support/forms';
import { authorizePath, PASSWORD } from '../support/oauth';
import type { Cast } from './cast';

export type Paths = Record<string, string>;

/** Of a client: `${conf.id}`. Of a person: `${alice.email}`. Of neither: `${code}`, `${at(admin:read)}`. */
type Value = (cast: Cast, ...found: string[]) => Promise<string> | string;

const admin = async (cast: Cast, scope: string) =>
  (await cast.tokens('adminapp', 'admin', scope)).access_token;

const VALUES: readonly (readonly [RegExp, Value])[] = [
  [/^rand$/, ({ rand }) => rand],
  [/^verifier$/, ({ pkce }) => pkce.verifier],
  [/^S256\(verifier\)$/, ({ pkce }) => pkce.challenge],
  [/^canary$/, ({ canary }) => new URL(canary.origin).port],
  [/^issuer$/, ({ server }) => server.url],
  [/^pw$/, () => PASSWORD],
  [/^code$/, (cast) => cast.code()],
  [/^rt$/, async (cast) => (await cast.tokens()).refresh_token],
  [/^at$/, async (cast) => (await cast.tokens()).access_token],
  [/^at\((admin:.*)\)$/, (cast, scope) => admin(cast, scope!)],
  [/^at\((.*)\)$/, async (cast, scope) => (await cast.tokens('conf', 'alice', scope)).access_token],
  [/^pat$/, async (cast) => (await cast.personal()).value],
  [/^pat\((.*)\)$/, async (cast, scope) => (await cast.personal('alice', scope!.split(' '))).value],
  [/^expired$/, async (cast) => (await cast.forged()).sign({ iat: 1, exp: seconds(cast) - 61 })],
  [/^forge\((.*)\)$/, async (cast, how) => forge(cast, how!)],
  [/^sign\((.*)\)$/, async (cast, how) => (await cast.forged()).sign(pairs(how!))],
  [/^tamper\((.*)\)$/, async (cast, how) => (await cast.forged()).tamper(pairs(how!))],
  [/^session$/, async (cast) => cookieOf(await cast.browser('alice'))],
  [/^admin\.at$/, (cast) => admin(cast, 'admin:read admin:write admin:users')],
  [/^m2m\.at$/, async (cast) => (await cast.machineToken()).access_token],
  [/^(alice|bob|mallory)\.at$/, async (cast, who) => (await cast.tokens('conf', who)).access_token],
  [/^(alice|bob|mallory|admin)\.email$/, async (cast, who) => (await cast.person(who!)).email],
  [/^(alice|bob|mallory|admin)\.id$/, async (cast, who) => (await cast.person(who!)).user.id],
  [/^(alice|bob|mallory|admin)\.pw$/, () => PASSWORD],
  [/^(alice|bob)\.project$/, (cast, who) => cast.project(who)],
  [/^(alice|bob)\.patId$/, async (cast, who) => (await cast.personal(who)).id],
  [/^alice\.appId$/, async (cast) => (await cast.client('conf')).id],
  [/^(\w+)\.(?:id|appId)$/, async (cast, name) => (await cast.client(name!)).id],
  [/^(\w+)\.redirect$/, async (cast, name) => (await cast.client(name!)).redirectUri],
  [/^(\w+)\.secret$/, async (cast, name) => (await cast.client(name!)).secret ?? ''],
];

const HELPERS: Record<string, (text: string) => string> = {
  swapcase: (text) =>
    text.replace(/[a-z]/gi, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    ),
  flipLast: (text) => text.slice(0, -1) + (text.endsWith('a') ? 'b' : 'a'),
  flip75: (text) => text.slice(0, 75) + (text[75] === 'a' ? 'b' : 'a') + text.slice(76),
  upper: (text) => text.toUpperCase(),
  fullwidth: (text) => text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
};

/** The text with everything in it that `${...}` and `x*N` stand for. */
export async function fillIn(text: string, cast: Cast, paths: Paths): Promise<string> {
  const repeated = /^(.)\*(\d+)$/u.exec(text);
  if (repeated) return repeated[1]!.repeat(Number(repeated[2]));
  let filled = '';
  let from = 0;
  for (const { 0: whole, 1: name, index } of text.matchAll(/\$\{([^}]+)\}/g)) {
    filled += text.slice(from, index) + (await valueOf(name!, cast, paths));
    from = index + whole.length;
  }
  return filled + text.slice(from);
}

async function valueOf(placeholder: string, cast: Cast, paths: Paths): Promise<string> {
  const [name, helper] = placeholder.split('|') as [string, string?];
  const value = paths[name] ?? (await find(name, cast));
  return helper === undefined ? value : HELPERS[helper]!(value);
}

async function find(name: string, cast: Cast): Promise<string> {
  for (const [pattern, value] of VALUES) {
    const found = pattern.exec(name);
    if (found) return value(cast, ...found.slice(1));
  }
  throw new Error(`Nobody knows the placeholder ${name}`);
}

/** The hidden fields that a browser would send with a form that posts to `path`, and the browser that was shown it. */
export async function formFor(
  path: string,
  who: string | null,
  cast: Cast,
): Promise<{ hidden: Record<string, string>; browser: Browser }> {
  const browser = who === null ? await cast.anonymous() : await cast.browser(who);
  const page = await browser.open(await pageOf(path, who, cast));
  const forms = formsOf(page);
  const form = forms.find(({ action }) => action === path) ?? forms.at(-1)!;
  const hidden = form.fields.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]);
  return { hidden: Object.fromEntries(hidden) as Record<string, string>, browser };
}

async function pageOf(path: string, who: string | null, cast: Cast): Promise<string> {
  if (who === null) return path === '/forgot' ? path : '/login';
  if (path === '/oauth/authorize/decision') {
    const { challenge } = cast.pkce;
    const more = { state: cast.rand, code_challenge: challenge, code_challenge_method: 'S256' };
    return authorizePath(await cast.client('conf'), { scope: 'read:projects', prompt: 'consent', ...more });
  }
  if (path === '/settings/security/password') return '/settings/security';
  // Somebody who means somebody else's app brings the token of a form of their own.
  const { id } = await cast.client(who === 'bob' ? 'other' : 'conf');
  return path.startsWith('/settings/apps/app_') ? `/settings/apps/${id}` : path;
}

export const cookieOf = (browser: Browser): string =>
  [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

const seconds = (cast: Cast): number => Math.floor(cast.server.now() / 1000);

/** `alg=HS256,key=pem,header.jwk=attacker` */
async function forge(cast: Cast, how: string): Promise<string> {
  const { alg, key, ...rest } = pairs(how);
  const forged = await cast.forged();
  const header = 'header.jwk' in rest ? { jwk: forged.attackerJwk } : {};
  return forged.forge(alg!, { header, ...(key !== undefined && { key }) });
}

const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(',').map((pair) => pair.split(/=(.*)/).slice(0, 2) as [string, string]));
