import { parseArgs } from 'node:util';
import { Arguments } from './arguments';
import { nearest } from './nearest';
import { UsageError } from './usage-error';
import type { Flag, Verb } from './verb';

/** Flags that every verb has. */
export const COMMON_FLAGS: readonly Flag[] = [
  { name: 'json', help: 'Write one JSON document to stdout, and errors as JSON to stderr' },
  { name: 'help', help: 'Show this text' },
];

/** One flag as it was written. */
interface Given {
  name: string;
  /** With its dashes, as typed. */
  written: string;
  value: string | undefined;
  /** Whether the value stands behind `=`. */
  inline: boolean;
}

/** Reads what stands behind a verb, strictly. @throws UsageError */
export function readArguments(verb: Verb, argv: readonly string[]): Arguments {
  const { given, operands } = split(verb, argv);
  const values = new Map<string, string[]>();
  const switches = new Map<string, boolean>();
  for (const one of given) {
    const flag = flagOf(verb, one);
    if (flag.value !== undefined) {
      values.set(flag.name, [...(values.get(flag.name) ?? []), valueOf(flag, one, values.has(flag.name))]);
      continue;
    }
    const on = one.name === flag.name;
    if (one.inline) throw new UsageError(`${one.written} takes no value.`);
    if (switches.get(flag.name) === !on)
      throw new UsageError(`--${flag.name} and --no-${flag.name} contradict each other.`);
    switches.set(flag.name, on);
  }
  const missing = verb.flags.filter(({ name, required }) => required && !values.has(name));
  if (missing.length > 0) {
    const names = missing.map(({ name, value }) => `--${name} ${value}`).join(', ');
    throw new UsageError(`${verb.name} needs ${names}.`);
  }
  return new Arguments(values, switches, operandOf(verb, operands));
}

function split(verb: Verb, argv: readonly string[]): { given: Given[]; operands: string[] } {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const { name, value, negatable } of [...verb.flags, ...COMMON_FLAGS]) {
    options[name] = { type: value === undefined ? 'boolean' : 'string' };
    if (negatable) options[`no-${name}`] = { type: 'boolean' };
  }
  options['help'] = { type: 'boolean', short: 'h' };
  // Not strict: its messages would speak of "options" and know no nearest name.
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const given: Given[] = [];
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'option') {
      const { name, rawName: written, value, inlineValue } = token;
      given.push({ name, written, value, inline: inlineValue === true });
    }
  }
  return { given, operands };
}

function flagOf(verb: Verb, { name, written }: Given): Flag {
  const all = [...verb.flags, ...COMMON_FLAGS];
  const flag = all.find((one) => one.name === name || (one.negatable && `no-${one.name}` === name));
  if (flag) return flag;
  const names = all.flatMap((one) => (one.negatable ? [one.name, `no-${one.name}`] : [one.name]));
  const near = nearest(name, names);
  throw new UsageError(
    `${verb.name} has no flag ${written}.${near ? ` Did you mean --${near}?` : ''} Try: npm run cli -- ${verb.name} --help`,
  );
}

function valueOf(flag: Flag, { value, inline }: Given, again: boolean): string {
  if (value === undefined || (!inline && value.startsWith('-'))) {
    throw new UsageError(`--${flag.name} needs a value: --${flag.name} ${flag.value}`);
  }
  if (again && !flag.repeated) throw new UsageError(`Give --${flag.name} once.`);
  if (flag.choices && !flag.choices.includes(value)) {
    const near = nearest(value, flag.choices);
    const hint = near ? ` Did you mean ${near}?` : '';
    throw new UsageError(`--${flag.name} ${value}: use one of ${flag.choices.join(', ')}.${hint}`);
  }
  return value;
}

function operandOf(verb: Verb, operands: readonly string[]): string | undefined {
  const { operand } = verb;
  const surplus = operands[operand ? 1 : 0];
  if (surplus !== undefined) {
    throw new UsageError(
      `${verb.name} does not expect "${surplus}". Values with blanks need quotes; flags begin with --.`,
    );
  }
  if (operand?.required && operands.length === 0) {
    throw new UsageError(`${verb.name} needs ${operand.name}: ${operand.help}.`);
  }
  return operands[0];
}
