const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };

/** Seconds of `90s`, `15m`, `1h`, `30d`, `1y` (365 days), or null when it is none of these. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9})([smhdy])$/.exec(text.trim());
  return match ? Number(match[1]) * UNITS[match[2]!]! : null;
}
