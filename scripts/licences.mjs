/**
 * npm run licences: the licence of every package in the lockfile, with its number; fails on one that is not allowed.
 * A company may use, change and sell everything that stands under these, with our code or without.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ALLOWED = new Set([
  ...[
    'MIT',
    'MIT-0',
    'ISC',
    '0BSD',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'CC0-1.0',
  ],
]);
/** Tools of developers, which are never shipped: their files stay as they are. */
const ALLOWED_FOR_TOOLS = new Set(['MPL-2.0', 'CC-BY-4.0']);
/** Packages whose manifest has the old form; looked up in their licence files. */
const OLD_MANIFESTS = {
  limiter: 'MIT',
  'passport-http-bearer': 'MIT',
  'passport-strategy': 'MIT',
  pause: 'MIT',
};

/** SPDX: every part of an AND, one part of an OR. */
function allows(licence, allowed) {
  const text = licence.replace(/[()]/g, '');
  return text.split(' OR ').some((choice) => choice.split(' AND ').every((part) => allowed.has(part.trim())));
}

const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const counts = new Map();
const refused = [];
for (const [path, entry] of Object.entries(packages)) {
  if (path === '' || entry.link) continue;
  const name = path.replace(/^.*node_modules\//, '');
  const licence = entry.license ?? OLD_MANIFESTS[name] ?? 'unknown';
  const allowed = entry.dev ? new Set([...ALLOWED, ...ALLOWED_FOR_TOOLS]) : ALLOWED;
  if (!allows(licence, allowed)) refused.push(`${name} ${entry.version}: ${licence}`);
  const key = `${licence}${entry.dev ? ' (tools)' : ''}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
for (const [licence, count] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
  console.log(`${String(count).padStart(5)}  ${licence}`);
if (refused.length > 0) {
  console.error(`\nNot allowed, see scripts/licences.mjs:\n  ${refused.join('\n  ')}`);
  process.exit(1);
}
