import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Argon2, type Argon2Cost } from '../application/argon2';

/** What `argon2.worker.js` does, in the parameters of `@node-rs/argon2`. */
interface Acts {
  hash: { parameters: [password: string, cost: Argon2Cost]; result: string };
  verify: { parameters: [hash: string, password: string]; result: boolean };
}

type Answer = { result: unknown } | { error: unknown };

/** Does one thing at a time. */
class HashingThread {
  isOver = false;
  private waiting: ((answer: Answer) => void) | null = null;
  private readonly worker = new Worker(join(__dirname, 'argon2.worker.js'));

  constructor() {
    this.worker.on('message', (answer: Answer) => this.settle(answer));
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('exit', () => this.end(new Error('The thread that hashes passwords has ended')));
  }

  run(act: keyof Acts, parameters: unknown[]): Promise<unknown> {
    this.worker.ref();
    this.worker.postMessage({ act, parameters });
    return new Promise((resolve, reject) => {
      this.waiting = (answer) => ('error' in answer ? reject(answer.error as Error) : resolve(answer.result));
    });
  }

  private end(error: Error): void {
    this.isOver = true;
    this.settle({ error });
  }

  private settle(answer: Answer): void {
    // While nobody waits for it, the process may end.
    this.worker.unref();
    this.waiting?.(answer);
    this.waiting = null;
  }
}

/** Begun with the first password: a start need not wait for one. Shared by all that hash in this process. */
const idle: HashingThread[] = [];

/**
 * Argon2id behind everything else that wants the processor: a flood of sign-ins slows other requests down as little as
 * can be. As many threads are begun as the caller lets hash at once.
 */
export class ThreadedArgon2 extends Argon2 {
  hash(password: string, cost: Argon2Cost): Promise<string> {
    return this.run('hash', password, cost);
  }

  verify(hash: string, password: string): Promise<boolean> {
    return this.run('verify', hash, password);
  }

  private async run<Act extends keyof Acts>(
    act: Act,
    ...parameters: Acts[Act]['parameters']
  ): Promise<Acts[Act]['result']> {
    const thread = idle.pop() ?? new HashingThread();
    try {
      return (await thread.run(act, parameters)) as Acts[Act]['result'];
    } finally {
      if (!thread.isOver) idle.push(thread);
    }
  }
}
