import { setTimeout as wait } from 'node:timers/promises';

/** POST a form. @returns {Promise<{ status: number, body: any, headers: Headers }>} */
export async function post(url, form, headers = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parse(text) };
}

export async function get(url, headers = {}) {
  const answer = await fetch(url, { redirect: 'manual', headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parse(text) };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A machine that was just busy may answer 503 once; who prepares a measurement asks again. */
const PATIENCE = 5;

/** Does something `count` times, `width` at once, and keeps what each brought. */
export async function many(count, act, width = 16) {
  const results = new Array(count);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      results[index] = await patiently(() => act(index));
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  return results;
}

async function patiently(act) {
  for (let left = PATIENCE; ; left--) {
    try {
      return await act();
    } catch (error) {
      if (left === 0) throw error;
      await wait(300);
    }
  }
}

/** A token answer, or an error that says what came instead. */
export function requireToken(answer, what) {
  if (answer.status !== 200 || typeof answer.body?.access_token !== 'string')
    throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  return answer.body;
}

/** The claims of a JWT, unverified. */
export const claimsOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
export const headerOf = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url').toString());
