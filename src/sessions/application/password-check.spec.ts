import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(__dirname, '..', '..');
/** The check itself, and directories. */
const MAY = ['sessions/application/password-check.ts', 'users/application/checked-user-directory.ts'];

describe('PasswordCheck', () => {
  it('is the only one that asks the directory about a password', () => {
    const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
    const askers = files.filter((path) => {
      const text = readFileSync(join(SOURCE, path), 'utf8');
      return /\bUserDirectory\b/.test(text) && /\w\.authenticate(?:Again)?\(/.test(text);
    });
    expect(askers.sort()).toEqual(MAY);
  });
});
