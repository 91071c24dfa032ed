import { rfc3339 } from '../shared/http/rfc3339';

/** Rows as aligned columns, each line two blanks in; blanks at the end are left out. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  }
  return rows
    .map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index]!)).join('  ')}`.trimEnd())
    .join('\n');
}

/** Columns with a heading, or a sentence when there is nothing to list. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
): string {
  return rows.length === 0 ? none : columns([heading.map((word) => word.toUpperCase()), ...rows]);
}

/** Moments for programs; null stays null. */
export const momentJson = (at: number | null): string | null => (at === null ? null : rfc3339(at));

/** Moments for people: `2026-11-21 09:30 UTC`. */
export const momentText = (at: number | null, none = '-'): string =>
  at === null ? none : `${rfc3339(at).slice(0, 16).replace('T', ' ')} UTC`;

/** `1 row`, `2 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The sentence that goes with every secret. */
export const shownOnce = (what: string): string =>
  `This is the only time that the ${what} is shown. Keep it in a safe place now.`;
