import { writeFileSync } from 'node:fs';

// What the load is made of. Each kind becomes a file for `queue.lua` and, where wrk is missing, requests for autocannon.

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} [headers]
 * @property {Record<string, string>} [form]
 */

/** Requests that come round and round. @param {Request[]} requests */
export const cycle = (requests) => ({ mode: 'cycle', requests });

/** Requests of which each is sent once. @param {Request[]} requests */
export const once = (requests) => ({ mode: 'once', requests });

/**
 * Refresh tokens of which each works once; every answer brings the next.
 *
 * @param {{ path: string, form: Record<string, string>, tokens: string[] }} options
 */
export const rotate = ({ path, form, tokens }) => ({ mode: 'rotate', path, form, tokens });

/**
 * Whole flows: an authorization request of somebody who is signed in and has consented, then a token request.
 *
 * @param {{ authorize: string, path: string, form: Record<string, string>, cookies: string[] }} options
 */
export const flow = ({ authorize, path, form, cookies }) => ({
  mode: 'flow',
  authorize,
  path,
  form,
  cookies,
});

/** A form with its last field left open. */
export const openForm = (form, last) => `${new URLSearchParams(form).toString()}&${last}=`;

/** Writes material down for `queue.lua`. */
export function writeMaterial(file, material, host) {
  const lines = [material.mode];
  if (material.mode === 'rotate') {
    lines.push(material.path, openForm(material.form, 'refresh_token'), '', ...material.tokens);
  } else if (material.mode === 'flow') {
    lines.push(material.path, openForm(material.form, 'code'), material.authorize, ...material.cookies);
  } else {
    lines.push('', '', '', ...material.requests.map((request) => rawRequest(request, host)));
  }
  writeFileSync(file, lines.join('\n') + '\n');
}

function rawRequest({ method, path, headers = {}, form }, host) {
  const body = form ? new URLSearchParams(form).toString() : '';
  const all = {
    Host: host,
    ...headers,
    ...(form && {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  // One line for each: the script turns the tabs back.
  return `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`.replaceAll('\r\n', '\t');
}
