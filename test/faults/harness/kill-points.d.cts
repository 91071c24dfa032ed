/** The names of the points at which the built server can be killed. */
export const POINTS: readonly string[];
