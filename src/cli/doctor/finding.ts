/** What the doctor has seen: `good`; `advice`, which stops nobody; `bad`, which has to be mended. */
export interface Finding {
  check: string;
  state: 'good' | 'advice' | 'bad';
  found: string;
  /** What to do; null where nothing has to be done. */
  fix: string | null;
}

export const good = (check: string, found: string): Finding => ({ check, state: 'good', found, fix: null });

export const advice = (check: string, found: string, fix: string): Finding => ({
  check,
  state: 'advice',
  found,
  fix,
});

export const bad = (check: string, found: string, fix: string): Finding => ({
  check,
  state: 'bad',
  found,
  fix,
});
