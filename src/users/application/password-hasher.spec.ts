import type { Settings } from '../../config/settings';
import { Metrics } from '../../shared/application/metrics';
import { TooBusyError } from '../../shared/application/turns';
import { ThreadedArgon2 } from '../infrastructure/threaded-argon2';
import { PasswordHasher } from './password-hasher';

const SETTINGS = {
  passwordHashMemory: 19_456,
  limits: { hashingConcurrency: 1, hashingQueue: 32 },
} as Settings;

describe('hashed passwords', () => {
  const hasher = new PasswordHasher(new Metrics(), SETTINGS, new ThreadedArgon2());
  const password = 'correct horse battery staple';

  it('are Argon2id at the minimum of OWASP, each with its own salt', async () => {
    const [first, second] = await Promise.all([hasher.hash(password), hasher.hash(password)]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
  });

  it('match their own password only', async () => {
    const stored = await hasher.hash(password);
    expect(await hasher.verify(stored, password)).toBe(true);
    expect(await hasher.verify(stored, `${password} `)).toBe(false);
    expect(await hasher.verify(stored, '')).toBe(false);
  });

  it('may be as long as 1024 bytes', async () => {
    const long = 'é'.repeat(512);
    const stored = await hasher.hash(long);
    expect(await hasher.verify(stored, long)).toBe(true);
    const tooLong = await hasher.hash(`${long}x`);
    expect(await hasher.verify(tooLong, `${long}x`)).toBe(false);
  });

  it('are checked for people without one too, and never match', async () => {
    expect(await hasher.verify(null, password)).toBe(false);
    expect(await hasher.verify(null, 'the hash that unknown names are checked against')).toBe(false);
  });

  it('take as long for people without one', async () => {
    const stored = await hasher.hash(password);
    const time = async (against: string | null) => {
      const begin = process.hrtime.bigint();
      for (let n = 0; n < 3; n++) await hasher.verify(against, 'wrong');
      return Number(process.hrtime.bigint() - begin);
    };
    await time(null);
    const [unknown, known] = [await time(null), await time(stored)];
    // A check that is left out would take a hundredth.
    expect(unknown).toBeGreaterThan(known / 4);
  });
});

describe('the queue for hashing', () => {
  it('lets one run and 32 wait; others are told to come back, and then they are served', async () => {
    const hasher = new PasswordHasher(new Metrics(), SETTINGS, new ThreadedArgon2());
    await hasher.verify(null, 'the dummy is ready');
    const results = await Promise.allSettled(Array.from({ length: 36 }, () => hasher.hash('x')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(TooBusyError);
    expect(await hasher.verify(null, 'again')).toBe(false);
  });

  it('goes on after a hash that cannot be read', async () => {
    const hasher = new PasswordHasher(new Metrics(), SETTINGS, new ThreadedArgon2());
    await expect(hasher.verify('no PHC string', 'x')).rejects.toThrow();
    expect(await hasher.verify(null, 'x')).toBe(false);
  });
});
