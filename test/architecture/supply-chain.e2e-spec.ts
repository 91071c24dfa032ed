import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const json = (path: string) => JSON.parse(read(path)) as Record<string, Record<string, unknown>>;

interface LockedPackage {
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
}

describe('what comes with the server', () => {
  const locked = Object.entries(
    json('package-lock.json')['packages'] as Record<string, LockedPackage>,
  ).filter(([path, { link }]) => path !== '' && !link);

  it('stands under licences that a company can use', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'licences.mjs')], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('runs nothing when it is installed', () => {
    const denied = Object.entries(json('package.json')['allowScripts']!)
      .filter(([, allowed]) => allowed === false)
      .map(([name]) => name);
    const withScripts = locked
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect(withScripts.filter((name) => !denied.includes(name))).toEqual([]);
    expect(denied.length).toBe(Object.keys(json('package.json')['allowScripts']!).length);
  });

  it('is pinned: exact versions, and a checksum for each package', () => {
    const { dependencies, devDependencies } = json('package.json');
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)),
    );
    expect(loose).toEqual([]);
    const unchecked = locked.filter(
      ([path, { integrity }]) => path.startsWith('node_modules/') && !/^sha512-/.test(integrity ?? ''),
    );
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });
});

/** `10.1.1`, `10.1.2` and so on. */
const upTo = (count: number, section: string) =>
  Array.from({ length: count }, (_, index) => `${section}.${index + 1}`);

/**
 * What the texts have: OWASP ASVS 5.0.0 chapter V10; RFC 9700 sections 2 and 4, without what only explains (§4.2.3, §4.10.3) or is
 * the countermeasure of its own section; RFC 6819 section 4, each threat.
 */
const POINTS: Record<string, string[]> = {
  '10.': [2, 3, 5, 16, 5, 2, 3].flatMap((count, index) => upTo(count, String(index + 1))),
  'RFC 9700 §': [
    ...['2.1', '2.1.1', '2.1.2', ...upTo(2, '2.2'), '2.3', '2.4', '2.5', '2.6'],
    ...['4.1', ...upTo(2, '4.2'), ...upTo(2, '4.3'), '4.4', '4.5', '4.6', '4.7', '4.8', ...upTo(2, '4.9')],
    ...[...upTo(2, '4.10'), ...upTo(2, '4.11'), '4.12', '4.13', '4.14', '4.15', '4.16', '4.17'],
  ],
  'RFC 6819 §': [
    ...[...upTo(5, '4.1'), ...upTo(4, '4.2'), ...upTo(5, '4.3')],
    ...[...upTo(13, '4.4.1'), ...upTo(6, '4.4.2'), ...upTo(6, '4.4.3'), '4.4.4'],
    ...[...upTo(4, '4.5'), ...upTo(7, '4.6')],
  ],
};

describe('the documents about security', () => {
  const documents = ['SECURITY.md', 'docs/security-coverage.md', 'docs/operations.md'];

  it.each(documents)('%s names tests and files that exist', (document) => {
    const named = [...read(document).matchAll(/`((?:test|src|docs|scripts|bench)\/[\w./-]*)`/g)].map(
      ([, path]) => path!,
    );
    expect(named).not.toEqual([]);
    expect([...new Set(named)].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  const rows = read('docs/security-coverage.md')
    .split('\n')
    .filter((line) => /^\| (?:10\.\d|RFC 9700 §|RFC 6819 §)/.test(line));

  it.each(Object.entries(POINTS))('go through every point of %s', (text, points) => {
    const named = rows.map((row) => row.split('|')[1]!.trim()).filter((point) => point.startsWith(text));
    expect(named).toEqual(points.map((point) => text + point));
  });

  it('answer every point by a test or by saying that there is none', () => {
    const unanswered = rows.filter((row) => !/`(?:test|src)\/[^`]+`|not covered|not built|outside/.test(row));
    expect(unanswered).toEqual([]);
  });
});
