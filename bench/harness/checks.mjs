import * as facts from './facts.mjs';
import { claimsOf, headerOf } from './http.mjs';

export class CheckFailed extends Error {}

export function expect(holds, message) {
  if (!holds) throw new CheckFailed(message);
}

/** A JWT says what everybody's says, signed in the way that everybody signs. */
export function expectClaims(jwt, { label }, subject) {
  const header = headerOf(jwt);
  const claims = claimsOf(jwt);
  const seen = JSON.stringify({ header, claims });
  const audience = [claims.aud].flat();
  expect(header.alg === facts.ALG, `${label}: not signed with ${facts.ALG}: ${seen}`);
  expect(
    claims.iss === facts.ISSUER && audience.includes(facts.ISSUER),
    `${label}: iss or aud is not ours: ${seen}`,
  );
  expect(claims.scope === facts.SCOPE, `${label}: not the scope that was asked for: ${seen}`);
  expect(
    claims.client_id !== undefined && typeof claims.jti === 'string',
    `${label}: no client_id or jti: ${seen}`,
  );
  expect(claims.exp - claims.iat === facts.TOKEN_TTL_S, `${label}: does not live for an hour: ${seen}`);
  expect(subject === undefined || claims.sub === subject, `${label}: sub is not ${subject}: ${seen}`);
}

/** What was issued stands in the database: every answer has left its row. */
export async function expectRows(contender, { database }, { result, before }) {
  if (!contender.rows || !before) return;
  const after = await contender.rows(database);
  const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
  const grown = total(after) - total(before);
  const issued = result.tokens || result.requests;
  expect(grown >= issued, `${contender.label}: ${issued} were issued, but only ${grown} rows are new`);
}

const CROWD = 32;

/** So many present one refresh token in the same moment, at all servers in turn; one may win. @returns how many did */
export async function raceForRefresh(contender, urls) {
  const { tokens } = await contender.refreshing(urls[0], 1);
  return winnersOf(urls, (url) => contender.refresh(url, tokens[0]));
}

/** The same with one authorization code. */
export async function raceForCode(contender, urls) {
  const code = await contender.freshCode(urls[0]);
  return winnersOf(urls, (url) => contender.present(url, code));
}

async function winnersOf(urls, act) {
  const answers = await Promise.all(
    Array.from({ length: CROWD }, (_, index) => act(urls[index % urls.length])),
  );
  return answers.filter(({ status }) => status === 200).length;
}
