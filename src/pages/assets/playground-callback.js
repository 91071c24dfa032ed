import { keepAnswer, takeWaiting } from './playground-code.js';

// The way back from the authorize endpoint (RFC 6749 §4.1.2). Only an answer to a request of this playground counts:
// with any other state the page stays what it is without scripts.

const place = document.getElementById('playground-callback');
const query = new URLSearchParams(location.search);

/** A parameter that is sent twice is none. */
function one(name) {
  const values = query.getAll(name);
  return values.length === 1 ? values[0] : null;
}

const run = takeWaiting(one('state'));
if (run) {
  // A code must not stay in the address bar, nor in the history.
  history.replaceState(null, '', location.pathname);
  const { issuer, next } = place.dataset;
  // Another server's answer must not be taken to this one (RFC 9207 §2.4).
  const answer =
    one('iss') === run.issuer && run.issuer === issuer
      ? { code: one('code'), error: one('error'), description: one('error_description') }
      : { wrongIssuer: true };
  keepAnswer({ run, at: Date.now(), ...answer });
  location.replace(next);
}
