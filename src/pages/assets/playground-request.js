// One request, three ways: as HTTP to read, as a curl line to paste, and sent.

/** The headers of an answer that teach something. */
const WORTH_SEEING = ['www-authenticate', 'location', 'content-type', 'cache-control', 'etag', 'retry-after'];

/** application/x-www-form-urlencoded, which RFC 6749 §2.3.1 asks for inside of Basic too. */
const formEncode = (text) => new URLSearchParams([['', text]]).toString().slice(1);

const userPassword = ({ id, secret }) => `${formEncode(id)}:${formEncode(secret)}`;

/**
 * A form to a protocol endpoint; a client with a secret names itself in Basic, one without by `client_id`.
 *
 * @param {{id: string, secret: string}} client
 */
export const formRequest = (url, fields, client) => ({
  method: 'POST',
  url,
  form: client.secret ? fields : { ...fields, client_id: client.id },
  basic: client.secret ? client : null,
});

/** @param {string | null} token null: without credentials */
export const apiRequest = (method, url, token, json = null) => ({ method, url, bearer: token, json });

function headersOf({ basic, bearer, form, json }) {
  return {
    ...(basic && { Authorization: `Basic ${btoa(userPassword(basic))}` }),
    ...(bearer && { Authorization: `Bearer ${bearer}` }),
    ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ...(json && { 'Content-Type': 'application/json' }),
  };
}

const pretty = (value) => JSON.stringify(value, null, 2);

/** As it goes over the wire, with one parameter a line. */
export function asHttp(request) {
  const { pathname, search, host } = new URL(request.url);
  const parameters = search.slice(1).split('&').join('\n  &');
  const head = [
    `${request.method} ${pathname}${search && `?\n   ${parameters}`}`,
    `Host: ${host}`,
    ...Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${value}`),
  ];
  const body = request.form
    ? new URLSearchParams(request.form).toString().split('&').join('\n&')
    : request.json && pretty(request.json);
  return head.join('\n') + (body ? `\n\n${body}` : '');
}

/** Single quotes keep everything as it is in a POSIX shell; a single quote itself steps out of them. */
const quote = (text) => (/^[\w.,:/=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** A line to paste into a shell. */
export function asCurl(request) {
  const { method, url, basic, bearer, form, json } = request;
  const parts = [`curl -si ${quote(url)}`];
  if (basic) parts.push(`-u ${quote(userPassword(basic))}`);
  if (bearer) parts.push(`-H ${quote(`Authorization: Bearer ${bearer}`)}`);
  for (const [name, value] of Object.entries(form ?? {})) {
    const plain = /^[\w.~:/-]*$/.test(value);
    parts.push(`${plain ? '-d' : '--data-urlencode'} ${quote(`${name}=${value}`)}`);
  }
  if (json) parts.push(`-H 'Content-Type: application/json'`, `-d ${quote(JSON.stringify(json))}`);
  if (method !== 'GET' && !form && !json) parts.push(`-X ${method}`);
  return parts.join(' \\\n  ');
}

/** Sends it without cookies: only what is shown counts. @returns the answer, or null when none came */
export async function send(request) {
  const { method, url, form, json } = request;
  const begun = performance.now();
  try {
    const answer = await fetch(url, {
      method,
      headers: headersOf(request),
      body: form ? new URLSearchParams(form) : json && JSON.stringify(json),
      credentials: 'omit',
      cache: 'no-store',
    });
    const text = await answer.text();
    return {
      status: answer.status,
      ok: answer.ok,
      title: `${answer.status} ${answer.statusText}`.trim(),
      milliseconds: Math.round(performance.now() - begun),
      headers: WORTH_SEEING.filter((name) => answer.headers.has(name)).map((name) => [
        name,
        answer.headers.get(name),
      ]),
      ...readBody(text),
    };
  } catch {
    return null;
  }
}

function readBody(text) {
  try {
    const json = JSON.parse(text);
    return { json, text: pretty(json) };
  } catch {
    return { json: null, text };
  }
}
