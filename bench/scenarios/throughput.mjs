import { expect, expectClaims, expectRows, raceForRefresh } from '../harness/checks.mjs';
import * as facts from '../harness/facts.mjs';
import { get } from '../harness/http.mjs';
import { cycle, once } from '../harness/material.mjs';

/** More refresh tokens than connections, so that none waits for one. */
const QUEUE = 96;
const TOKENS = 1000;

const asked = ['grantor', 'oidc-provider-mariadb', 'oidc-provider-memory'];

/** a: an access token for a machine, as a JWT that nobody stores. */
const a = {
  id: 'a',
  title: 'Client credentials, JWT',
  unit: 'requests',
  contenders: [...asked, 'grantor-sqlite'],
  quick: ['grantor', 'oidc-provider-mariadb'],
  material: (contender) => contender.clientCredentials(),
  check: async (contender, url) => expectClaims(await contender.token(url, facts.MACHINE), contender),
};

/** a′: the same where every token leaves a row before its answer; ours is then the audit event. */
const stored = {
  ...a,
  id: 'a-stored',
  title: 'Client credentials, JWT, a row for each before its answer',
  contenders: ['grantor-stored', 'jmondi', 'node-oauth'],
  quick: ['grantor-stored', 'jmondi'],
};

/** b: an opaque token, which has to be stored. */
const b = {
  id: 'b',
  title: 'Client credentials, opaque token',
  unit: 'requests',
  contenders: [...asked, 'node-oauth', 'grantor-sqlite'],
  quick: ['grantor', 'oidc-provider-mariadb'],
  material: (contender) => contender.opaqueClientCredentials(),
  check: async (contender, url, context, measured) => {
    await expectRows(contender, context, measured);
    const token = await contender.token(url, facts.OPAQUE_MACHINE);
    expect(token.split('.').length < 3, `${contender.label}: this is no opaque token`);
  },
};

/** c: a refresh token is used up and replaced. */
const c = {
  id: 'c',
  title: 'Refresh with rotation',
  unit: 'flows',
  contenders: [
    'grantor',
    'jmondi',
    'oidc-provider-mariadb',
    'oidc-provider-memory',
    'node-oauth',
    'grantor-sqlite',
  ],
  quick: ['grantor', 'jmondi'],
  material: (contender, url) => contender.refreshing(url, QUEUE),
  check: async (contender, url, context) => {
    const { tokens } = await contender.refreshing(url, 1);
    const first = await contender.refresh(url, tokens[0]);
    expect(first.status === 200, `${contender.label}: refreshing brought ${first.status}`);
    expectClaims(first.body.access_token, contender);
    const second = await contender.refresh(url, tokens[0]);
    expect(second.status >= 400, `${contender.label}: a used refresh token worked again`);
    context.races[contender.name] = {
      label: contender.label,
      winners: await raceForRefresh(contender, [url]),
    };
  },
};

/** d: an API asks what an opaque token is worth. */
const d = {
  id: 'd',
  title: 'Introspection, opaque token',
  unit: 'requests',
  contenders: [...asked, 'jmondi', 'node-oauth', 'grantor-sqlite'],
  quick: ['grantor', 'oidc-provider-mariadb'],
  material: (contender, url, _context, { warming }) => contender.introspection(url, warming ? 50 : TOKENS),
  check: async (contender, url) => {
    const token = await contender.token(url, facts.OPAQUE_MACHINE);
    expect(await contender.isActive(url, token), `${contender.label}: a fresh token is not active`);
    await contender.revoke(url, token, facts.OPAQUE_MACHINE);
    expect(!(await contender.isActive(url, token)), `${contender.label}: a revoked token is still active`);
  },
};

/** e: a whole flow of somebody who is signed in and has consented before. */
const e = {
  id: 'e',
  title: 'Authorization code with PKCE, signed in and consented',
  unit: 'flows',
  contenders: [
    'grantor',
    'jmondi',
    'oidc-provider-mariadb',
    'oidc-provider-memory',
    'node-oauth',
    'grantor-sqlite',
  ],
  quick: ['grantor', 'jmondi'],
  material: (contender, url) => contender.flows(url),
  check: (contender, _url, context, measured) => expectRows(contender, context, measured),
};

/** Every protected route answers the same; a revoked token opens ours no more. */
async function checkGuard(contender, url, { tokens, issue, revoke }) {
  const [request] = contender.guardedBy([tokens[0]]);
  const answer = await get(url + request.path, request.headers);
  expect(answer.status === 200 && answer.body.ok === true, `${contender.label}: ${answer.status}`);
  if (!issue) return;
  const token = await issue(url);
  const [protectedRequest] = contender.guardedBy([token]);
  const open = async () => (await get(url + protectedRequest.path, protectedRequest.headers)).status;
  expect((await open()) === 200, `${contender.label}: a fresh token opens nothing`);
  await revoke(url, token);
  expect((await open()) === 401, `${contender.label}: a revoked token still opens the API`);
}

const guards = ['grantor-guarded', 'express-jwt', 'nest-passport-jwt', 'nest-hello'];

/** The machine whose token ends at the end of the scenario; its own, so that the others live on. */
const jwtEnding = (contender) =>
  contender.token && {
    issue: (url) => contender.token(url, facts.MACHINE),
    revoke: (url, token) => contender.revoke(url, token, facts.MACHINE),
  };

/** f, JWT: each token is seen for the first time. */
const cold = {
  id: 'f-cold',
  title: 'Protected GET, JWT, every token seen for the first time',
  unit: 'requests',
  once: true,
  contenders: ['grantor-guarded', 'express-jwt', 'nest-passport-jwt'],
  quick: ['grantor-guarded', 'express-jwt'],
  material: async (contender, _url, context, { warming }) =>
    once(contender.guardedBy(warming ? await context.coldTokens('warm') : await context.coldTokens('cold'))),
  check: async (contender, url, context) =>
    checkGuard(contender, url, { tokens: await context.coldTokens('warm'), ...jwtEnding(contender) }),
};

/** f, JWT: a thousand tokens come round and round. */
const warm = {
  id: 'f-warm',
  title: 'Protected GET, JWT, a thousand tokens',
  unit: 'requests',
  contenders: [...guards, 'grantor-guarded-sqlite'],
  quick: ['grantor-guarded', 'express-jwt', 'nest-hello'],
  material: async (contender, url, context) => {
    const tokens =
      contender.name === 'grantor-guarded-sqlite'
        ? await contender.jwts(url, TOKENS)
        : await context.warmTokens();
    return cycle(contender.guardedBy(tokens));
  },
  check: async (contender, url, context) => {
    if (contender.name === 'grantor-guarded-sqlite') return;
    await checkGuard(contender, url, { tokens: await context.warmTokens(), ...jwtEnding(contender) });
  },
};

const lookedUp = (id, title, tokensOf) => ({
  id,
  title,
  unit: 'requests',
  contenders: ['grantor-guarded', 'nest-passport-bearer'],
  quick: ['grantor-guarded', 'nest-passport-bearer'],
  material: async (contender, _url, context) => {
    const tokens = await tokensOf(context);
    await contender.learn?.(tokens);
    return cycle(contender.guardedBy(tokens));
  },
  check: async (contender, url, context) =>
    checkGuard(contender, url, {
      tokens: await tokensOf(context),
      ...(contender.token && {
        issue: (base) => contender.token(base, facts.OPAQUE_MACHINE),
        revoke: (base, token) => contender.revoke(base, token, facts.OPAQUE_MACHINE),
      }),
    }),
});

const opaque = lookedUp('f-opaque', 'Protected GET, opaque token', (context) => context.opaqueTokens());
const personal = lookedUp('f-personal', 'Protected GET, personal access token', (context) =>
  context.personalTokens(),
);

export const THROUGHPUT = [a, stored, b, c, d, e, cold, warm, opaque, personal];
