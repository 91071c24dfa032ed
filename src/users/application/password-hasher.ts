import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { type Counter, Metrics } from '../../shared/application/metrics';
import { Turns } from '../../shared/application/turns';
import { MAX_PASSWORD_BYTES } from '../domain/password-rules';
import { Argon2 } from './argon2';

/** Two passes, one lane; with 19 MiB, the default of `PASSWORD_HASH_MEMORY`, OWASP's minimum for Argon2id. */
const OPTIONS = { timeCost: 2, parallelism: 1 };

/** Hashes and checks passwords with Argon2id, a few at a time. */
@Injectable()
export class PasswordHasher {
  private readonly turns = new Turns(
    () => this.settings.limits.hashingConcurrency,
    () => this.settings.limits.hashingQueue,
    () => this.refused.add({}),
  );
  private readonly refused: Counter;
  private dummy: Promise<string> | null = null;

  constructor(
    metrics: Metrics,
    private readonly settings: Settings,
    private readonly argon2: Argon2,
  ) {
    this.refused = metrics.counter('grantor_hashing_refused_total', 'Passwords that found the queue full.');
    metrics.gauge('grantor_hashing_queue', 'Passwords that wait for their turn.', () => this.turns.waiting);
  }

  /** PHC string. @throws TooBusyError */
  async hash(password: string): Promise<string> {
    const memoryCost = this.settings.passwordHashMemory;
    return this.turns.take(() => this.argon2.hash(password, { ...OPTIONS, memoryCost }));
  }

  /**
   * A missing hash is checked against a dummy, so that it takes as long as a wrong password.
   *
   * @throws TooBusyError
   */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return false;
    // Made for whoever comes first, so that nobody's time tells whether the name is known.
    const dummy = await (this.dummy ??= this.makeDummy());
    const against = passwordHash ?? dummy;
    const right = await this.turns.take(() => this.argon2.verify(against, password));
    return right && passwordHash !== null;
  }

  /** Where the queue was full, the next one makes it. */
  private makeDummy(): Promise<string> {
    const dummy = this.hash('the hash that unknown names are checked against');
    dummy.catch(() => (this.dummy = null));
    return dummy;
  }
}
