import { interceptLog, writeOutLog } from '../../support/stdout';

/** Reads what the server in this process writes to its log, line by line, and keeps faults only. */
export class LogWatch {
  lines = 0;
  readonly faults: string[] = [];
  private rest = '';
  private secrets: string[] = [];
  readonly stop = interceptLog((text) => {
    this.rest += text;
    const lines = this.rest.split('\n');
    this.rest = lines.pop()!;
    lines.forEach((line) => this.read(line));
  });

  /** What no line may hold from now on. */
  watchFor(secrets: Iterable<string>): void {
    this.secrets = [...secrets];
  }

  /** Reads what still waits to be written. */
  settle(): this {
    writeOutLog();
    return this;
  }

  private read(line: string): void {
    this.lines++;
    if (this.faults.length > 20) return;
    if (!isObject(line)) this.faults.push(`is no JSON object: ${line.slice(0, 200)}`);
    if (this.secrets.some((secret) => line.includes(secret)))
      this.faults.push(`holds a secret: ${line.slice(0, 200)}`);
  }
}

function isObject(line: string): boolean {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
