/**
 * npm run docs:rfc-index [-- --check]: writes docs/rfc-index.md, from which section of which text to the code that
 * follows it and the tests that prove it. It reads the fixed form `RFC 6749 §4.1.3` in src/ and test/.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, writeOrCheck } from './written-file.mjs';

const REFERENCE = /\bRFC (\d+(?:bis)?) §(\d+(?:\.\d+)*)/g;

/** "6749 4.1.3" -> { code, tests }: sorted paths. */
const sections = new Map();
for (const path of [...typescriptIn('src'), ...typescriptIn('test')]) {
  const kind = path.startsWith('test/') || path.endsWith('.spec.ts') ? 'tests' : 'code';
  for (const [, rfc, section] of readFileSync(join(ROOT, path), 'utf8').matchAll(REFERENCE)) {
    const key = `${rfc} ${section}`;
    if (!sections.has(key)) sections.set(key, { code: new Set(), tests: new Set() });
    sections.get(key)[kind].add(path);
  }
}
writeOrCheck('docs/rfc-index.md', page());

function typescriptIn(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort();
}

function compare(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

function link(path) {
  return `[${path.replace(/^(?:src|test)\//, '')}](../${path})`;
}

/** Tests of the section itself; else those of a section around it, which may or may not reach so far. */
function testsOf(rfc, section) {
  const own = [...sections.get(`${rfc} ${section}`).tests];
  if (own.length > 0) return own.map(link).join('<br>');
  const parts = section.split('.');
  for (let length = parts.length - 1; length > 0; length--) {
    const around = parts.slice(0, length).join('.');
    const tests = [...(sections.get(`${rfc} ${around}`)?.tests ?? [])];
    if (tests.length > 0) return `as part of §${around}: ${tests.map(link).join('<br>')}`;
  }
  return '**missing**';
}

function page() {
  const keys = [...sections.keys()].sort(compare);
  const rows = keys.map((key) => {
    const [rfc, section] = key.split(' ');
    const code = [...sections.get(key).code].map(link).join('<br>') || '–';
    return { rfc, section, code, tests: testsOf(rfc, section) };
  });
  const missing = rows.filter(({ tests }) => tests === '**missing**').length;
  const tables = [...new Set(rows.map(({ rfc }) => rfc))].map((rfc) => {
    const lines = rows
      .filter((row) => row.rfc === rfc)
      .map(({ section, code, tests }) => `| [§${section}](${address(rfc, section)}) | ${code} | ${tests} |`);
    return `## RFC ${rfc}\n\n| section | code | tests |\n|---|---|---|\n${lines.join('\n')}\n`;
  });
  return `# RFC index

Written by \`npm run docs:rfc-index\` from the references in \`src/\` and \`test/\`; do not edit.
${rows.length} sections, ${missing} without a test that names them.

${tables.join('\n')}`;
}

function address(rfc, section) {
  return rfc.endsWith('bis')
    ? `https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc${rfc}#section-${section}`
    : `https://www.rfc-editor.org/rfc/rfc${rfc}#section-${section}`;
}
