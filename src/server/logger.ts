import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Settings } from '../config/settings';
import { currentRequest } from '../shared/application/request-context';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** One JSON object a line on stdout, with the request id; plain lines where `LOG_FORMAT=pretty`. */
export class NestLogger implements LoggerService {
  private readonly pino: Logger;
  private readonly pretty: boolean;

  constructor(settings: Pick<Settings, 'logLevel' | 'logFormat'>) {
    this.pretty = settings.logFormat === 'pretty';
    this.pino = pino({ level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  }

  log = (message: unknown, ...rest: unknown[]) => this.write('info', message, rest);
  warn = (message: unknown, ...rest: unknown[]) => this.write('warn', message, rest);
  error = (message: unknown, ...rest: unknown[]) => this.write('error', message, rest);
  fatal = (message: unknown, ...rest: unknown[]) => this.write('fatal', message, rest);
  debug = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]) => this.write('trace', message, rest);

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
    const request_id = currentRequest()?.requestId;
    const fields = fieldsOf(message);
    if (this.pretty) process.stdout.write(prettyLine(actual, context, fields));
    else this.pino[actual]({ context, request_id, ...fields });
  }
}

function fieldsOf(message: unknown): object {
  if (message instanceof Error)
    return { error: message.name, message: message.message, stack: message.stack };
  return typeof message === 'object' && message !== null ? message : { message };
}

function prettyLine(level: Level, context: string | undefined, fields: object): string {
  const { message, ...others } = fields as { message?: unknown };
  const known = Object.entries(others).filter(([, value]) => value !== undefined);
  const more = known.map(([name, value]) => ` ${name}=${String(value)}`).join('');
  return `${level.padEnd(5)} ${context ? `[${context}] ` : ''}${String(message ?? '')}${more}\n`;
}
