import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Verdict, ViolationKind } from '../ledger/checker';

const FILE = join(__dirname, '..', '..', '..', 'test-artifacts', 'faults.ndjson');
const KINDS: readonly ViolationKind[] = ['lost', 'double', 'refused', 'revoked', 'odd', 'unasked'];

interface Row extends Verdict {
  fault: string;
  injected: number;
}

/** Which faults were injected how often, under how much, and what the ledger says about each. */
export class FaultTable {
  private readonly rows: Row[] = [];

  constructor(private readonly database: string) {}

  add(fault: string, injected: number, verdict: Verdict): void {
    const row = { fault, injected, ...verdict };
    this.rows.push(row);
    mkdirSync(dirname(FILE), { recursive: true });
    appendFileSync(FILE, `${JSON.stringify({ database: this.database, at: new Date(), ...row })}\n`);
  }

  print(): void {
    const head = [
      'fault',
      'times',
      'sent',
      'answered',
      '503',
      'grants',
      'redeemed',
      'rotated',
      'revoked',
      'asked',
      ...KINDS,
    ];
    const lines = this.rows.map((row) => [
      ...[row.fault, row.injected, row.sent, row.answered, row.unavailable],
      ...[row.grants, row.redeemed, row.rotated, row.revoked, row.asked],
      ...KINDS.map((kind) => row.violations.filter((violation) => violation.kind === kind).length),
    ]);
    const all = [head, ...lines].map((line) => line.map(String));
    const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
    const text = all
      .map((line) => line.map((cell, column) => pad(cell, widths[column]!, column)).join('  '))
      .join('\n');
    process.stdout.write(
      `\nFaults on ${this.database}; from "lost" on: what the ledger holds against the server\n${text}\n`,
    );
  }
}

const pad = (cell: string, width: number, column: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);
