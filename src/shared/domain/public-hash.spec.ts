import { publicHash } from './public-hash';
import { sha256 } from './secret';

describe('the hash of what is no secret', () => {
  it('is SHA-256 the first time, the second time, and when it was forgotten meanwhile', () => {
    const names = Array.from({ length: 1100 }, (_, index) => `client-${index}`);
    for (const name of [...names, ...names, '', 'Ä', '__proto__'])
      expect(publicHash(name)).toBe(sha256(name));
  });
});
