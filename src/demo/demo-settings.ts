import { existsSync, readFileSync } from 'node:fs';
import type { Env } from '../config/environment';
import { loadEnvironment } from '../config/load-environment';
import { readSettings } from '../config/read-settings';
import type { Settings } from '../config/settings';
import { DemoRefusedError } from './demo-refused';
import { isLoopbackHost } from '../shared/http/loopback-host';

const DATABASE = 'sqlite:./data/demo.sqlite';
/** The people and apps of the demo are made for these; a value from `.env` could make them impossible. */
const OURS = ['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'PASSWORD_MIN_LENGTH', 'DB_MIGRATE'];

interface DemoSettingsOptions {
  /** `configured`: as PORT says; left out: there too, or the one that the demo had last. */
  port?: number | 'configured';
  /** Nothing is logged to stdout: it is for one JSON document. */
  quiet?: boolean;
  warn?: (message: string) => void;
}

/**
 * The settings of the demo: those of the environment, with a database of its own.
 *
 * @throws DemoRefusedError in production, for a host that others can reach, for a database that is not the demo's
 * @throws SettingsError
 */
export function readDemoSettings(processEnv: Env, options: DemoSettingsOptions = {}): Settings {
  if (processEnv['NODE_ENV'] === 'production') {
    throw new DemoRefusedError(
      'The demo does not run with NODE_ENV=production: its passwords and secrets are known to everybody.\n' +
        '  The real server is: npm run build && npm start',
    );
  }
  const env: Env = { ...loadEnvironment('demo', processEnv) };
  for (const name of OURS) {
    delete env[name];
    delete env[`${name}_FILE`];
  }
  if (!env['DB_URL'] && !env['DB_URL_FILE']) env['DB_URL'] = DATABASE;
  if (options.quiet) env['LOG_LEVEL'] = 'silent';
  const before = readSettings(env, 'demo');
  requireLoopback(before.host);
  requireDemoPath(before.dbUrl);
  const port = typeof options.port === 'number' ? options.port : portOf(before, options.port ?? 'last', env);
  const issuer = env['ISSUER'] ? movedTo(port, before) : `http://localhost:${port}`;
  return readSettings({ ...env, PORT: String(port), ISSUER: issuer }, 'demo', options.warn);
}

/** Where the database file lies. */
export const databasePath = ({ dbUrl }: Settings): string =>
  dbUrl.slice('sqlite:'.length).replace(/^\.\//, '');

/** Where the demo notes its port for those who ask later. */
export const portPath = (settings: Settings): string => databasePath(settings).replace(/sqlite$/, 'port');

function portOf(settings: Settings, which: 'configured' | 'last', env: Env): number {
  const path = portPath(settings);
  if (which === 'configured' || env['PORT'] || !existsSync(path)) return settings.port;
  const last = Number(readFileSync(path, 'utf8'));
  return Number.isInteger(last) ? last : settings.port;
}

function requireLoopback(host: string): void {
  if (isLoopbackHost(host)) return;
  throw new DemoRefusedError(
    `The demo listens on this machine only, and HOST is ${host}: its passwords and secrets are known to everybody.\n` +
      '  Leave HOST out, or set it to 127.0.0.1. For other machines start the real server: npm run build && npm start',
  );
}

/** The name keeps the demo's people and secrets out of databases that something else runs on. */
function requireDemoPath(dbUrl: string): void {
  if (/^sqlite:(?:.*[\\/])?demo\.sqlite$/.test(dbUrl)) return;
  throw new DemoRefusedError(
    'DB_URL names a database that is not the demo’s. The demo keeps its own, in ./data/demo.sqlite.\n' +
      '  Start it without DB_URL: DB_URL= npm run demo',
  );
}

/** An issuer on this machine that names our port moves with it. */
function movedTo(port: number, { issuer, port: configured }: Settings): string {
  const url = new URL(issuer);
  const names = isLoopbackHost(url.hostname) && Number(url.port || 80) === configured;
  if (!names || port === configured) return issuer;
  return issuer.replace(url.origin, `${url.protocol}//${url.hostname}:${port}`);
}
