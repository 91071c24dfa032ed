import autocannon from 'autocannon';
import { openForm } from './material.mjs';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** The same load as `queue.lua` makes, for machines without wrk. It costs more CPU, so figures are lower. */
export async function autocannonLoad({ url, material, seconds, connections }) {
  const counts = { wraps: 0, tokens: 0 };
  const requests = requestsOf(material, counts);
  const result = await autocannon({ url, connections, duration: seconds, timeout: 30, requests });
  return {
    requests: result.requests.total,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    max: result.latency.max,
    failed: result['4xx'] + result['5xx'],
    broken: result.errors,
    ...counts,
  };
}

function requestsOf(material, counts) {
  if (material.mode === 'rotate') return [rotating(material, counts)];
  if (material.mode === 'flow') return [flowing(material, counts)];
  let at = -1;
  const prepared = material.requests.map(({ method, path, headers, form }) => ({
    method,
    path,
    headers: { ...headers, ...(form && FORM) },
    body: form && new URLSearchParams(form).toString(),
  }));
  const setupRequest = (request) => {
    if (++at === prepared.length) [at, counts.wraps] = [0, counts.wraps + 1];
    return { ...request, ...prepared[at] };
  };
  return [{ setupRequest }];
}

function rotating({ path, form, tokens }, counts) {
  const fresh = [...tokens];
  const head = openForm(form, 'refresh_token');
  return {
    setupRequest: (request) => {
      const token = fresh.shift();
      if (token === undefined) {
        counts.wraps++;
        return { ...request, method: 'GET', path: '/queue-ran-dry' };
      }
      return { ...request, method: 'POST', path, headers: FORM, body: head + encodeURIComponent(token) };
    },
    onResponse: (_status, body) => {
      const token = /"refresh_token"\s*:\s*"([^"]+)"/.exec(body)?.[1];
      if (token === undefined) return;
      fresh.push(token);
      counts.tokens++;
    },
  };
}

function flowing({ authorize, path, form, cookies }, counts) {
  const codes = [];
  const head = openForm(form, 'code');
  let at = 0;
  return {
    setupRequest: (request) => {
      const code = codes.pop();
      if (code !== undefined)
        return { ...request, method: 'POST', path, headers: FORM, body: head + encodeURIComponent(code) };
      at = (at + 1) % cookies.length;
      return { ...request, method: 'GET', path: authorize, headers: { cookie: cookies[at] } };
    },
    onResponse: (status, body, _context, headers) => {
      const target = headers?.location ?? headers?.Location;
      if ((status === 302 || status === 303) && target) {
        const code = new URL(target, 'http://x').searchParams.get('code');
        if (code !== null) codes.push(code);
      } else if (status === 200 && body.includes('"access_token"')) counts.tokens++;
    },
  };
}
