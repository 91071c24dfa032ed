import type { ApiCaller } from '../../test/support/caller';

const ROUNDS = 5;
const A_ROUND = 5;

/** Milliseconds of the middle one. */
export interface Compared {
  empty: number;
  full: number;
}

/** Asks both in turn, so that whatever else the machine does meets both alike. */
export async function compare(
  [empty, full]: readonly [ApiCaller, ApiCaller],
  [emptyPath, fullPath]: [string, string],
): Promise<Compared> {
  const times = { empty: [] as number[], full: [] as number[] };
  await Promise.all([empty.get(emptyPath), full.get(fullPath)]);
  for (let round = 0; round < ROUNDS; round++) {
    for (let n = 0; n < A_ROUND; n++) times.empty.push(await time(() => empty.get(emptyPath)));
    for (let n = 0; n < A_ROUND; n++) times.full.push(await time(() => full.get(fullPath)));
  }
  return { empty: middle(times.empty), full: middle(times.full) };
}

export async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const middle = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
