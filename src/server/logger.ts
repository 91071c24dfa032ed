import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Settings } from '../config/settings';
import { currentRequest } from '../shared/application/request-context';
import { redact, redactText } from '../shared/domain/redact';
import { errorFields } from './error-fields';
import { isOurRequestId } from './request-id';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** What these print is for whoever starts the server: the link of the first administrator, mails of development. */
const SPOKEN_OPENLY = new Set(['FirstStart', 'Mail']);

/** What the lines of many requests have in common; nothing of it comes from outside. There are few. */
export class AnswerKind {
  /** The members of a JSON object. */
  readonly json: string;

  constructor(readonly fields: { message: string; method: string; route: string; status: number }) {
    this.json = JSON.stringify(fields).slice(1, -1);
  }
}

/**
 * Many lines are written together, after a fifth of a second at most; what is a warning or worse goes at once. 16,383 bytes
 * are the most that pino waits for.
 */
const stdout = pino.destination({ fd: 1, minLength: 16_383, periodicFlush: 200, sync: true });
process.once('exit', () => stdout.flushSync());

/**
 * One JSON object a line on stdout, with the request id (null outside requests) and without secrets; plain lines where
 * `LOG_FORMAT=pretty`.
 */
export class NestLogger implements LoggerService {
  private readonly pino: Logger;
  private readonly pretty: boolean;

  constructor(settings: Pick<Settings, 'logLevel' | 'logFormat'>) {
    this.pretty = settings.logFormat === 'pretty';
    this.pino = pino(
      { level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
      stdout,
    );
  }

  log = (message: unknown, ...rest: unknown[]) => this.write('info', message, rest);
  warn = (message: unknown, ...rest: unknown[]) => this.write('warn', message, rest);
  error = (message: unknown, ...rest: unknown[]) => this.write('error', message, rest);
  fatal = (message: unknown, ...rest: unknown[]) => this.write('fatal', message, rest);
  debug = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]) => this.write('trace', message, rest);

  /** There is one for each request: its line is put together from what is known, as pino would write it. */
  request(kind: AnswerKind, ms: number, id: string): void {
    if (this.pretty) return this.write('info', { ...kind.fields, ms, request_id: id }, ['Http']);
    if (!this.pino.isLevelEnabled('info')) return;
    const shown = JSON.stringify(isOurRequestId(id) ? id : redactText(id));
    const time = new Date().toISOString();
    stdout.write(
      `{"level":30,"time":"${time}","context":"Http","request_id":${shown},${kind.json},"ms":${ms}}\n`,
    );
  }

  /** Nest's own reports about wiring are for `debug`: they are many and say nothing about the service. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const context = rest.length > 0 && typeof rest.at(-1) === 'string' ? (rest.at(-1) as string) : undefined;
    // The start failure is told by whoever started us, in words for people.
    if (context === 'ExceptionHandler') return;
    const wiring =
      context !== undefined &&
      /^(InstanceLoader|RouterExplorer|RoutesResolver|NestFactory|NestApplication)$/.test(context);
    const actual = level === 'info' && wiring ? 'debug' : level;
    if (!this.pino.isLevelEnabled(actual)) return;
    const request_id = currentRequest()?.requestId ?? null;
    const all = { ...fieldsOf(message), ...causeIn(rest) };
    const fields = context !== undefined && SPOKEN_OPENLY.has(context) ? all : (redact(all) as object);
    if (this.pretty) process.stdout.write(prettyLine(actual, context, fields));
    else this.pino[actual]({ context, request_id, ...fields });
    if (/^(?:warn|error|fatal)$/.test(actual)) stdout.flushSync();
  }
}

function fieldsOf(message: unknown): object {
  if (message instanceof Error) return errorFields(message);
  if (typeof message !== 'object' || message === null) return { message };
  const entries = Object.entries(message).map(([name, value]: [string, unknown]) =>
    value instanceof Error ? Object.entries(errorFields(value)) : [[name, value]],
  );
  return Object.fromEntries(entries.flat()) as object;
}

/** An error that was logged behind its message, as Nest's own code does. */
function causeIn(rest: unknown[]): object {
  const cause = rest.find((each) => each instanceof Error);
  return cause ? errorFields(cause) : {};
}

function prettyLine(level: Level, context: string | undefined, fields: object): string {
  const { message, ...others } = fields as { message?: unknown };
  const known = Object.entries(others).filter(([, value]) => value !== undefined);
  const more = known.map(([name, value]) => ` ${name}=${String(value)}`).join('');
  return `${level.padEnd(5)} ${context ? `[${context}] ` : ''}${String(message ?? '')}${more}\n`;
}
