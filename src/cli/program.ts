import { pipeline } from 'node:stream/promises';
import { failureOf, failureText } from './failure';
import { programHelp, verbHelp } from './help';
import { nearest } from './nearest';
import { readArguments } from './read-arguments';
import { UsageError } from './usage-error';
import type { Answer, Verb } from './verb';
import { VERBS } from './verbs';

/** Does what the command says. @returns the exit status */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const asJson = argv.includes('--json');
  try {
    const answered = await answer(argv, asJson);
    if (answered) write(asJson ? JSON.stringify(answered.json, null, 2) : answered.text);
    return answered?.failed ? 1 : 0;
  } catch (error) {
    const failure = failureOf(error);
    process.stderr.write(`${asJson ? JSON.stringify(failure) : failureText(failure)}\n`);
    return 1;
  }
}

/** Null when everything has been written already. */
async function answer(argv: readonly string[], asJson: boolean): Promise<Answer | null> {
  // The verb comes first; only the common flags may stand before it.
  const at = argv.findIndex((word) => !['--json', '--help', '-h', 'help'].includes(word));
  const word = argv[at];
  const asksForHelp = argv.some((one) => one === '--help' || one === '-h') || argv[0] === 'help';
  if (word === undefined && asksForHelp) return helpAnswer(programHelp(VERBS));
  if (word === undefined) throw new UsageError(`Say what to do.\n\n${programHelp(VERBS)}`);
  const verb = findVerb(word);
  if (asksForHelp) return helpAnswer(verbHelp(verb));
  const args = readArguments(verb, [...argv.slice(0, at), ...argv.slice(at + 1)]);
  if ('runAlone' in verb) return verb.runAlone();
  // A program that reads stderr finds nothing there but an error.
  const warn = (message: string) => void (asJson || console.error(message));
  // Only now: loading the whole server takes as long as all the rest, and help and typing errors do not need it.
  const { withServices } = await import('./services.js');
  return withServices(warn, (services) =>
    'stream' in verb ? writeAll(verb.stream(args, services)) : verb.run(args, services),
  );
}

const write = (text: string) => void process.stdout.write(`${text}\n`);

/** As fast as the reader takes it; one that has read enough (`head`) ends it. */
async function writeAll(pieces: AsyncIterable<string>): Promise<null> {
  try {
    await pipeline(pieces, process.stdout, { end: false });
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
