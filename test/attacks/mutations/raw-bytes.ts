import { connect } from 'node:net';
import * as fc from 'fast-check';
import { MARKUP } from '../../support/raw';
import type { TestServer } from '../../support/test-server';
import type { Target } from './targets';

/** A good request as it goes over the wire: the connection ends with its answer. */
export function bytesOf({ method, path, inPath, query, body, headers }: Target): Buffer {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => inPath[name] ?? 'x');
  const search = new URLSearchParams(query).toString();
  const isForm = !path.startsWith('/v1/');
  const content =
    Object.keys(body).length === 0
      ? ''
      : isForm
        ? new URLSearchParams(body).toString()
        : JSON.stringify(body);
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const lines = Object.entries({
    Host: 'localhost',
    Connection: 'close',
    ...headers,
    ...(content && { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(content)) }),
  }).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(
    `${method} ${place}${search && `?${search}`} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${content}`,
  );
}

/** Pieces that have hurt parsers before. */
const PIECES = [
  ...['\0', '\r\n', '\r\n\r\n', '\n', '%00', '%0d%0a', '%zz', '%c0%af', '%ed%a0%80', '\xff\xfe', '\xc3\x28'],
  ...[
    '__proto__',
    '[]',
    '[$ne]',
    '{"',
    '}}',
    '"',
    "' OR 1=1 -- ",
    '../',
    '//',
    '\\',
    ';',
    '&',
    '=',
    '=&=',
    '?',
    '#',
  ],
  ...[
    MARKUP,
    'X-Injected: yes',
    '\r\nX-Injected: yes',
    'Transfer-Encoding: chunked\r\n',
    'Content-Length: 5\r\n',
  ],
  ...[
    'Content-Encoding: gzip\r\n',
    'Expect: 100-continue\r\n',
    'Cookie: a=b\r\n',
    '9'.repeat(400),
    'a'.repeat(9_000),
  ],
];

const MILLION = 1_000_000;

interface Edit {
  kind: 'flip' | 'drop' | 'repeat' | 'insert' | 'splice';
  at: number;
  length: number;
  byte: number;
  piece: string;
}

const EDIT: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('flip', 'drop', 'repeat', 'insert', 'splice'),
  // Anywhere alike: left to itself the generator prefers the beginning, where nothing but a method stands.
  at: fc.noBias(fc.nat(MILLION)),
  length: fc.integer({ min: 1, max: 40 }),
  byte: fc.integer({ min: 0, max: 255 }),
  piece: fc.constantFrom(...PIECES),
});

/** A good request with some of its bytes changed; often its length is told right, so that the body is read. */
export const spoiltRequest = (good: readonly Buffer[]): fc.Arbitrary<Buffer> =>
  fc
    .record({
      which: fc.noBias(fc.nat(good.length - 1)),
      edits: fc.array(EDIT, { minLength: 1, maxLength: 4 }),
      tellsLength: fc.boolean(),
    })
    .map(({ which, edits, tellsLength }) => {
      const spoilt = edits.reduce(apply, good[which]!);
      return tellsLength ? withLength(spoilt) : spoilt;
    });

function apply(bytes: Buffer, { kind, at, length, byte, piece }: Edit): Buffer {
  const from = Math.floor((at / MILLION) * bytes.length);
  const [before, range, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  if (kind === 'drop') return Buffer.concat([before, after]);
  if (kind === 'repeat') return Buffer.concat([before, range, range, range, after]);
  if (kind === 'insert') return Buffer.concat([before, Buffer.from(piece, 'latin1'), range, after]);
  if (kind === 'splice') return Buffer.concat([before, Buffer.from(piece, 'latin1'), after]);
  const flipped = Buffer.from(bytes);
  if (from < flipped.length) flipped[from] = byte;
  return flipped;
}

function withLength(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return bytes;
  const length = String(text.length - end - 4);
  return Buffer.from(text.replace(/^(content-length): *[^\r]*/im, `$1: ${length}`), 'latin1');
}

/** Sends it, says that nothing more will come, and waits for what the server says; null: nothing within `limit` ms. */
export function sendBytes(server: TestServer, bytes: Buffer, limit: number): Promise<string | null> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    const done = (answer: string | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => done(null), limit);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => done(Buffer.concat(chunks).toString('latin1')));
    socket.on('error', () => undefined);
    socket.end(bytes);
  });
}
