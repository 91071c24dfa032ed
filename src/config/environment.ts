import { readFileSync } from 'node:fs';
import { parseDuration } from './duration';

export type Env = Record<string, string | undefined>;

/** What is wrong with one setting, in four parts so that nobody has to guess. */
export interface SettingFault {
  name: string;
  seen: string;
  expected: string;
  example: string;
}

/** Reads single settings and collects every fault on the way, instead of stopping at the first. */
export class Environment {
  readonly faults: SettingFault[] = [];
  private readonly asked = new Set<string>();

  constructor(private readonly env: Env) {}

  /** The value of NAME, or the content of the file that NAME_FILE names; empty counts as absent. */
  text(name: string): string | null {
    this.asked.add(name).add(`${name}_FILE`);
    const file = this.env[`${name}_FILE`];
    if (file && !this.env[name]) {
      const content = readIfPossible(file);
      if (content !== null) return content.trim() || null;
      this.fault(`${name}_FILE`, file, 'the path of a readable file', `/run/secrets/${name.toLowerCase()}`);
      return null;
    }
    return this.env[name]?.trim() || null;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.text(name);
    if (value === null) return fallback;
    if ((allowed as readonly string[]).includes(value)) return value as T;
    this.fault(name, value, `one of ${allowed.join(', ')}`, allowed[0]!);
    return fallback;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.fault(name, value, `a whole number from ${min} to ${max}`, String(fallback));
    return fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
  }

  onOff(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['on', 'off'], fallback ? 'on' : 'off') === 'on';
  }

  /** Seconds. */
  duration(name: string, fallback: string, min: number, max: number): number {
    const value = this.text(name) ?? fallback;
    const seconds = parseDuration(value);
    if (seconds !== null && seconds >= min && seconds <= max) return seconds;
    this.fault(name, value, `a duration like 90s, 15m, 1h, 30d or 1y, from ${min} s to ${max} s`, fallback);
    return parseDuration(fallback)!;
  }

  list(name: string, fallback: string, separator: RegExp = /[\s,]+/): string[] {
    return (this.text(name) ?? fallback).split(separator).filter((part) => part !== '');
  }

  fault(name: string, seen: string | null, expected: string, example: string): void {
    this.faults.push({ name, seen: seen ?? '(not set)', expected, example });
  }

  /** Names that begin like ours but that nothing reads: most often a typing error. */
  unknown(): string[] {
    const ours =
      /^(OAUTH_|DB_|ACCESS_TOKEN_|REFRESH_|PAT_|SIGNING_|AUTH_CODE|TOKEN_PREFIX|CONSENT_|PASSWORD_(?:MIN|HASH)|GRANTS?$|ISSUER|COOKIE_SECRET|LIMIT_|METRICS|SHUTDOWN_|REQUEST_TIMEOUT|LOG_(?:LEVEL|FORMAT|REQ))/;
    return Object.keys(this.env).filter((name) => ours.test(name) && !this.asked.has(name));
  }
}

/** Null when there is no such file, or it may not be read: both are a fault of the setting. */
function readIfPossible(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
