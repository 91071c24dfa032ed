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
    const { json, text } = await answer(argv, asJson);
    process.stdout.write(`${asJson ? JSON.stringify(json, null, 2) : text}\n`);
    return 0;
  } catch (error) {
    const failure = failureOf(error);
    process.stderr.write(`${asJson ? JSON.stringify(failure) : failureText(failure)}\n`);
    return 1;
  }
}

async function answer(argv: readonly string[], asJson: boolean): Promise<Answer> {
  // The verb comes first; only the common flags may stand before it.
  const at = argv.findIndex((word) => !['--json', '--help', '-h', 'help'].includes(word));
  const word = argv[at];
  const asksForHelp = argv.some((one) => one === '--help' || one === '-h') || argv[0] === 'help';
  if (word === undefined && asksForHelp) return helpAnswer(programHelp(VERBS));
  if (word === undefined) throw new UsageError(`Say what to do.\n\n${programHelp(VERBS)}`);
  const verb = findVerb(word);
  if (asksForHelp) return helpAnswer(verbHelp(verb));
  const args = readArguments(verb, [...argv.slice(0, at), ...argv.slice(at + 1)]);
  // A program that reads stderr finds nothing there but an error.
  const warn = (message: string) => void (asJson || console.error(message));
  // Only now: loading the whole server takes as long as all the rest, and help and typing errors do not need it.
  const { withServices } = await import('./services.js');
  return withServices(warn, (services) => verb.run(args, services));
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
