import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What a client can set out to do. */
export type Act =
  | 'sign in'
  | 'authorize'
  | 'redeem'
  | 'refresh'
  | 'machine'
  | 'use'
  | 'introspect'
  | 'revoke'
  | 'make personal'
  | 'end personal';

export type SecretKind = 'session' | 'code' | 'refresh' | 'access' | 'personal';

/** A secret that an answer brought. */
export interface Given {
  kind: SecretKind;
  secret: string;
  /** Seconds. */
  expiresIn: number;
  /** A JWT says when it was made, and is not believed before that. */
  jwt?: boolean;
}

/** Written before anything is sent. */
export interface Intention {
  is: 'intention';
  n: number;
  at: number;
  act: Act;
  /** The secret that it is about. */
  on: string | null;
  /** The client has a grace window: a refresh token may come twice. */
  grace?: boolean;
}

/** Written when the answer is there. */
export interface Answer {
  is: 'answer';
  n: number;
  at: number;
  status: number;
  error?: string;
  /** What an introspection says. */
  active?: boolean;
  retryAfter?: boolean;
  gave?: Given[];
}

/** Written when it is certain that no answer will come. */
export interface Lost {
  is: 'lost';
  n: number;
  at: number;
  why: string;
}

/** Written by the harness: from here on nothing that was sent before can still happen. */
export interface Settled {
  is: 'settled';
  at: number;
}

/** Written by the harness: how far the server's clock is ahead, in seconds. */
export interface ClockSet {
  is: 'clock';
  at: number;
  ahead: number;
}

/** Written by the harness: from here on everything that was given is asked about. */
export interface Inquest {
  is: 'inquest';
  at: number;
}

export type Entry = Intention | Answer | Lost | Settled | ClockSet | Inquest;

/** An append-only file of what was intended and what was answered; its order is the order of things. */
export class Ledger {
  private readonly file: number;
  private count = 0;
  private answered = 0;
  private away = 0;

  constructor(readonly path: string) {
    this.file = openSync(path, 'ax', 0o600);
  }

  /** @returns the number under which the answer is written */
  intend(intention: Omit<Intention, 'is' | 'n' | 'at'>): number {
    const n = ++this.count;
    this.write({ is: 'intention', n, at: Date.now(), ...intention });
    return n;
  }

  /** How many answers have come so far. */
  get answers(): number {
    return this.answered;
  }

  /** How many of them were 503. */
  get unavailable(): number {
    return this.away;
  }

  answer(n: number, answer: Omit<Answer, 'is' | 'n' | 'at'>): void {
    this.answered++;
    if (answer.status === 503) this.away++;
    this.write({ is: 'answer', n, at: Date.now(), ...answer });
  }

  lose(n: number, why: string): void {
    this.write({ is: 'lost', n, at: Date.now(), why });
  }

  settle(): void {
    this.write({ is: 'settled', at: Date.now() });
  }

  setClock(ahead: number): void {
    this.write({ is: 'clock', at: Date.now(), ahead });
  }

  /** Everything is on the disk before the questions begin. */
  beginInquest(): void {
    this.write({ is: 'inquest', at: Date.now() });
    fsyncSync(this.file);
  }

  /** What stands in the file, as somebody who comes later reads it. */
  read(): Entry[] {
    return readFileSync(this.path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Entry);
  }

  close(): void {
    fsyncSync(this.file);
    closeSync(this.file);
  }

  /** One write a line: the kernel keeps it, whatever becomes of this process. */
  private write(entry: Entry): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
  }
}
