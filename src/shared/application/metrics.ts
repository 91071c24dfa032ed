import { getOrMake } from '../domain/get-or-make';

type Labels = Readonly<Record<string, string>>;

/** Seconds; from an answer out of memory to one that waits for a password to be hashed. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A number that only grows, for each combination of labels. Labels take few values: never an id or a text from outside. */
export class Counter {
  private readonly counts = new Map<string, { value: number }>();

  add(labels: Labels, by = 1): void {
    this.of(labels).value += by;
  }

  /** What is counted for these labels, for whoever counts it often. */
  of(labels: Labels): { value: number } {
    return getOrMake(this.counts, written(labels), () => ({ value: 0 }));
  }

  lines(name: string): string[] {
    return [...this.counts].map(([labels, { value }]) => `${name}${labels} ${value}`);
  }
}

/** How long something takes, in seconds, for one combination of labels. */
export class Durations {
  readonly counts = BUCKETS.map(() => 0);
  sum = 0;
  count = 0;

  constructor(readonly labels: Labels) {}

  observe(seconds: number): void {
    this.sum += seconds;
    this.count++;
    const bucket = BUCKETS.findIndex((limit) => seconds <= limit);
    if (bucket !== -1) this.counts[bucket]!++;
  }
}

/** Durations by their labels: a count for each bucket, and the sum. */
export class Histogram {
  private readonly series = new Map<string, Durations>();

  observe(labels: Labels, seconds: number): void {
    this.of(labels).observe(seconds);
  }

  /** What is measured for these labels, for whoever measures it often. */
  of(labels: Labels): Durations {
    return getOrMake(this.series, written(labels), () => new Durations(labels));
  }

  lines(name: string): string[] {
    return [...this.series.values()].flatMap(({ labels, counts, sum, count }) => {
      let total = 0;
      const buckets = BUCKETS.map((limit, index) => [String(limit), (total += counts[index]!)] as const);
      return [
        ...[...buckets, ['+Inf', count] as const].map(
          ([le, value]) => `${name}_bucket${written({ ...labels, le })} ${value}`,
        ),
        `${name}_sum${written(labels)} ${sum}`,
        `${name}_count${written(labels)} ${count}`,
      ];
    });
  }
}

/** One value, or one for each combination of labels. */
type Reading = number | readonly (readonly [Labels, number])[];

interface Metric {
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  lines: (name: string) => string[];
}

/** What this process counts and measures, in the text format of Prometheus (version 0.0.4). */
export class Metrics {
  private readonly metrics = new Map<string, Metric>();
  private readonly counters = new Map<string, Counter>();

  /** The same name is the same counter. */
  counter(name: string, help: string): Counter {
    const known = this.counters.get(name);
    if (known) return known;
    const counter = new Counter();
    this.counters.set(name, counter);
    this.metrics.set(name, { help, type: 'counter', lines: (own) => counter.lines(own) });
    return counter;
  }

  histogram(name: string, help: string): Histogram {
    const histogram = new Histogram();
    this.metrics.set(name, { help, type: 'histogram', lines: (own) => histogram.lines(own) });
    return histogram;
  }

  /** @param read is asked at each scrape */
  gauge(name: string, help: string, read: () => Reading, type: 'gauge' | 'counter' = 'gauge'): void {
    this.metrics.set(name, { help, type, lines: (own) => readingLines(own, read()) });
  }

  text(): string {
    const blocks = [...this.metrics].map(([name, { help, type, lines }]) =>
      [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines(name)].join('\n'),
    );
    return `${blocks.join('\n')}\n`;
  }
}

const readingLines = (name: string, reading: Reading): string[] =>
  typeof reading === 'number'
    ? [`${name} ${reading}`]
    : reading.map(([labels, value]) => `${name}${written(labels)} ${value}`);

const TO_ESCAPE = /[\\"\n]/;

function written(labels: Labels): string {
  let pairs = '';
  for (const name in labels) pairs += `${pairs === '' ? '' : ','}${name}="${escaped(labels[name]!)}"`;
  return pairs === '' ? '' : `{${pairs}}`;
}

const escaped = (value: string): string =>
  TO_ESCAPE.test(value)
    ? value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
    : value;
