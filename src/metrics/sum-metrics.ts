/** Numbers of several processes that no sum makes sense of: the latest end, the earliest start. */
const LARGEST = new Set(['grantor_event_loop_delay_seconds', 'grantor_ending']);
const SMALLEST = new Set(['process_start_time_seconds']);

/** One text in the format of Prometheus out of those of several processes: what they count is added up. */
export function sumMetrics(texts: readonly string[]): string {
  const lines = new Map<string, number | null>();
  for (const line of texts.flatMap((text) => text.split('\n'))) {
    if (line === '') continue;
    const end = line.lastIndexOf(' ');
    if (line.startsWith('#')) lines.set(line, null);
    else add(lines, line.slice(0, end), Number(line.slice(end + 1)));
  }
  return inOrder(lines);
}

function add(lines: Map<string, number | null>, series: string, value: number): void {
  const known = lines.get(series) ?? null;
  const name = series.split('{', 1)[0]!;
  if (known === null) lines.set(series, value);
  else if (LARGEST.has(name)) lines.set(series, Math.max(known, value));
  else if (SMALLEST.has(name)) lines.set(series, Math.min(known, value));
  else lines.set(series, known + value);
}

/** A series that only a later process has belongs to its metric all the same: the format wants each metric in one piece. */
function inOrder(lines: Map<string, number | null>): string {
  const blocks = new Map<string, string[]>();
  for (const [line, value] of lines) {
    const name = value === null ? line.split(' ')[2]! : metricOf(line.split('{', 1)[0]!, blocks);
    const block = blocks.get(name) ?? [];
    blocks.set(name, block);
    block.push(value === null ? line : `${line} ${value}`);
  }
  return `${[...blocks.values()].flat().join('\n')}\n`;
}

/** A histogram has three kinds of series under one name. */
function metricOf(series: string, blocks: Map<string, string[]>): string {
  return blocks.has(series) ? series : series.replace(/_(?:bucket|sum|count)$/, '');
}
