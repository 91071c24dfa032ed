import { COMMON_FLAGS } from './read-arguments';
import { columns } from './text';
import type { Flag, Verb } from './verb';

/** What `npm run cli -- --help` says. */
export function programHelp(verbs: readonly Verb[]): string {
  return `Looks after an installation of Grantor from the command line, with or without a running server.

  npm run cli -- VERB [flags]
  npm run cli -- VERB --help
  npm run -s cli -- VERB --json      one JSON document on stdout, for programs

${columns(verbs.map(({ name, summary }) => [name, summary]))}

It works on the database of the settings. NODE_ENV chooses them: development unless set.
Secrets are shown once, when they are made. The exit status is 0, or 1 with the reason on stderr.`;
}

/** What `npm run cli -- VERB --help` says. */
export function verbHelp(verb: Verb): string {
  const { operand } = verb;
  const rows = [
    ...(operand ? [[operand.name, operand.help]] : []),
    ...[...verb.flags, ...COMMON_FLAGS].map((flag) => [shape(flag), describe(flag)]),
  ];
  const behind = operand ? ` ${operand.required ? operand.name : `[${operand.name}]`}` : '';
  return `${verb.summary}.

  npm run cli -- ${verb.name}${behind} [flags]

${columns(rows)}

Example:
  npm run cli -- ${verb.example}`;
}

function shape({ name, value, negatable }: Flag): string {
  return `--${negatable ? '[no-]' : ''}${name}${value === undefined ? '' : ` ${value}`}`;
}

function describe({ help, required, repeated, choices }: Flag): string {
  const notes = [
    ...(choices ? [`one of ${choices.join(', ')}`] : []),
    ...(required ? ['required'] : []),
    ...(repeated ? ['may be given several times'] : []),
  ];
  return notes.length > 0 ? `${help} (${notes.join('; ')})` : help;
}
