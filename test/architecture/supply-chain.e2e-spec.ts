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

describe('the documents about security', () => {
  const documents = ['SECURITY.md', 'docs/security-coverage.md', 'docs/operations.md'];

  it.each(documents)('%s names tests and files that exist', (document) => {
    const named = [...read(document).matchAll(/`((?:test|src|docs|scripts|bench)\/[\w./-]*)`/g)].map(
      ([, path]) => path!,
    );
    expect(named).not.toEqual([]);
    expect([...new Set(named)].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('answer every requirement of ASVS V10 and RFC 9700 by a test or by saying that there is none', () => {
    const rows = read('docs/security-coverage.md')
      .split('\n')
      .filter((line) => /^\| (?:10\.\d|RFC 9700 §|RFC 6819 §)/.test(line));
    expect(rows.length).toBeGreaterThan(60);
    const unanswered = rows.filter((row) => !/`(?:test|src)\/[^`]+`|not covered|not built|outside/.test(row));
    expect(unanswered).toEqual([]);
  });
});
