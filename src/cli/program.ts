import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failureOf, failureText } from './failure';
import { programHelp, verbHelp } from './help';
import { nearest } from './nearest';
import { readArguments } from './read-arguments';
import { UsageError } from './usage-error';
import type { Terminal } from './terminal';
import type { Answer, Verb } from './verb';
import { VERBS } from './verbs';

/**
 * Does what the command says.
 *
 * @param argv the words behind `npm run cli --`
 * @returns the exit status
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  const asJson = argv.includes('--json');
  try {
    const answered = await answer(argv, asJson, terminal);
    if (answered) writeLine(terminal.stdout, asJson ? JSON.stringify(answered.json, null, 2) : answered.text);
    return answered?.failed ? 1 : 0;
  } catch (error) {
    const failure = failureOf(error);
    writeLine(terminal.stderr, asJson ? JSON.stringify(failure) : failureText(failure));
    return 1;
  }
}

/** Null when everything has been written already. */
async function answer(argv: readonly string[], asJson: boolean, terminal: Terminal): Promise<Answer | null> {
  // The verb comes first; only the common flags may stand before it.
  const at = argv.findIndex((word) => !['--json', '--help', '-h', 'help'].includes(word));
  const word = argv[at];
  const asksForHelp = argv.some((one) => one === '--help' || one === '-h') || argv[0] === 'help';
  if (word === undefined && asksForHelp) return helpAnswer(programHelp(VERBS));
  if (word === undefined) throw new UsageError(`Say what to do.\n\n${programHelp(VERBS)}`);
  const verb = findVerb(word);
  if (asksForHelp) return helpAnswer(verbHelp(verb));
  const args = readArguments(verb, [...argv.slice(0, at), ...argv.slice(at + 1)]);
  if ('runAlone' in verb) return verb.runAlone(terminal);
  // A program that reads stderr finds nothing there but an error.
  const warn = (message: string) => void (asJson || writeLine(terminal.stderr, message));
  // Only now: loading the whole server takes as long as all the rest, and help and typing errors do not need it.
  const { withServices } = await import('./services.js');
  return withServices(terminal.env, warn, (services) =>
    'stream' in verb
      ? writeAll(verb.stream(args, services), terminal.stdout)
      : verb.run(args, services, terminal),
  );
}

const writeLine = (out: Writable, text: string) => out.write(`${text}\n`);

/** As fast as the reader takes it; one that has read enough (`head`) ends it. */
async function writeAll(pieces: AsyncIterable<string>, out: Writable): Promise<null> {
  try {
    await pipeline(pieces, out, { end: false });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EPIPE') throw error;
  }
  return null;
}

const helpAnswer = (text: string): Answer => ({ json: { help: text }, text });

function findVerb(word: string): Verb {
  const verb = VERBS.find(({ name }) => name === word);
  if (verb) return verb;
  const names = VERBS.map(({ name }) => name);
  const family = names.filter((name) => name.startsWith(`${word}:`));
  const near = nearest(word, names);
  const hint = family.length > 0 ? ` There are ${family.join(', ')}.` : near ? ` Did you mean ${near}?` : '';
  throw new UsageError(`There is no verb "${word}".${hint} All verbs: npm run cli -- --help`);
}
