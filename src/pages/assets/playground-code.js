import { base64url } from './playground-jwt.js';

// What must outlast the way to the sign-in page and back: kept for this tab only, and never a secret of a client.
const WAITING = 'grantor-playground-waiting';
const ANSWER = 'grantor-playground-answer';

const random = (bytes) => base64url(crypto.getRandomValues(new Uint8Array(bytes)));

/** Verifier and challenge (RFC 7636 §4.1, RFC 7636 §4.2). */
export async function newPkce() {
  const verifier = random(32);
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  return { verifier, challenge, state: random(16) };
}

/** The authorization request (RFC 6749 §4.1.1). */
export function authorizeUrl({ endpoints, callback, person }, { clientId, scopes, challenge, state }) {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...(person && { login_hint: person.email }),
  });
  return `${endpoints.authorize}?${query}`;
}

/** Remembers a run while its person signs in and decides. */
export const keepWaiting = (run) => sessionStorage.setItem(WAITING, JSON.stringify(run));

/** The run that made this `state`, once; null for any other, which leaves it waiting. */
export function takeWaiting(state) {
  const run = read(WAITING);
  if (!run || !state || run.state !== state) return null;
  sessionStorage.removeItem(WAITING);
  return run;
}

export const keepAnswer = (answer) => sessionStorage.setItem(ANSWER, JSON.stringify(answer));

/** What the callback has kept for the page of the steps, once. */
export function takeAnswer() {
  const answer = read(ANSWER);
  sessionStorage.removeItem(ANSWER);
  return answer;
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}
