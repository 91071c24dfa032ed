/** The middle value; of an even number, the mean of the two middle ones. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Median, smallest and largest. */
export const spread = (values) => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

/** Spread of what is there; null when nothing is. */
export const spreadOrNull = (values) => {
  const known = values.filter((value) => value !== null && Number.isFinite(value));
  return known.length > 0 ? spread(known) : null;
};
