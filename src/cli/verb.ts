import type { Arguments } from './arguments';
import type { Terminal } from './terminal';

/** One flag of a verb, without its dashes. */
export interface Flag {
  name: string;
  /** What stands for the value in the help; a flag without one is a switch. */
  value?: string;
  /** The only values that it takes. */
  choices?: readonly string[];
  required?: boolean;
  /** It may be given several times. */
  repeated?: boolean;
  /** The switch has an opposite, `--no-NAME`. */
  negatable?: boolean;
  help: string;
}

/** What stands behind a verb without dashes. */
export interface Operand {
  name: string;
  required: boolean;
  help: string;
}

/** The running modules, asked for by class. */
export interface Services {
  get<T>(type: abstract new (...args: never[]) => T): T;
}

/** What a verb has done: for programs (`--json`) and for people. */
export interface Answer {
  json: object;
  text: string;
  /** What was found is bad: it is written all the same, and the exit status is 1. */
  failed?: boolean;
}

/** What the help says about a verb. */
interface VerbText {
  name: string;
  /** One sentence without a subject: "Registers an app". */
  summary: string;
  operand?: Operand;
  flags: readonly Flag[];
  /** What stands behind `npm run cli --` in an example. */
  example: string;
}

/** A verb that does something and says what. */
export interface AnsweringVerb extends VerbText {
  run(args: Arguments, services: Services, terminal: Terminal): Promise<Answer>;
}

/** A verb whose output may be longer than the memory: each piece is written when it is there. */
export interface StreamingVerb extends VerbText {
  stream(args: Arguments, services: Services): AsyncIterable<string>;
}

/** A verb that needs no running modules: it must work where they cannot run. */
export interface LoneVerb extends VerbText {
  runAlone(terminal: Terminal): Promise<Answer>;
}

/** One thing that the CLI does. */
export type Verb = AnsweringVerb | StreamingVerb | LoneVerb;
