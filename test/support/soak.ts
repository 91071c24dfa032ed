/** Whether the suites run in the sizes that take long: `npm run test:soak`. */
export const isSoak = process.env['SOAK'] === '1';

/** How often something is repeated: a few times in every test run, many times in a soak. */
export const times = (few: number, many: number): number => (isSoak ? many : few);

/** Milliseconds for a race with all its rounds. */
export const RACE_TIMEOUT = times(180_000, 1_800_000);
