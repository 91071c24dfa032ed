import { parseArgs } from 'node:util';
import { DemoRefusedError } from './demo-refused';

/** What stands behind `npm run demo --`. */
export interface DemoOptions {
  reset: boolean;
  /** Null: as the settings say. */
  port: number | null;
  json: boolean;
  info: boolean;
  help: boolean;
}

export const DEMO_HELP = `Runs Grantor with people, apps and projects to try it with, on this machine only.

  npm run demo
  npm run demo -- --reset     start over with an empty database
  npm run demo -- --port N    listen at another port; 0: any free one
  npm run demo -- --json      print one JSON document instead of text
  npm run demo -- --info      print what the first start printed, without starting`;

/** @throws DemoRefusedError for an unknown flag or a port that is none */
export function readOptions(argv: string[]): DemoOptions {
  const on = { type: 'boolean', default: false } as const;
  const options = {
    reset: on,
    json: on,
    info: on,
    help: { ...on, short: 'h' },
    port: { type: 'string' },
  } as const;
  try {
    const { values } = parseArgs({ args: argv, options, strict: true });
    return { ...values, port: readPort(values.port) };
  } catch (error) {
    if (error instanceof DemoRefusedError) throw error;
    throw new DemoRefusedError(`This is not understood: ${argv.join(' ')}\n\n${DEMO_HELP}`);
  }
}

function readPort(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new DemoRefusedError(`--port ${text}: use a number from 0 to 65535; 0 is any free one.`);
}
