import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomBytes } from 'node:crypto';
import { parseEnv } from 'node:util';
import type { Env } from './environment';
import type { Mode } from './settings';

/** Where development keeps the secrets that it made for itself. */
const DEVELOPMENT_SECRETS = 'data/secrets.env';

/** `NODE_ENV` names the mode; what it does not name is `fallback` (production for the server, development for the CLI). */
export function readMode(env: Env, fallback: Mode): Mode {
  const name = env['NODE_ENV'];
  return name === 'production' || name === 'development' || name === 'demo' || name === 'test'
    ? name
    : fallback;
}

/**
 * The environment to read settings from: the process's own, then `.env` and self-made secrets,
 * both in development and demo only. What the process has set wins.
 */
export function loadEnvironment(mode: Mode, processEnv: Env = process.env): Env {
  if (mode !== 'development' && mode !== 'demo') return processEnv;
  return { ...developmentSecrets(), ...readEnvFile('.env'), ...processEnv };
}

function readEnvFile(path: string): Env {
  return existsSync(path) ? (parseEnv(readFileSync(path, 'utf8')) as Env) : {};
}

/** Made at the first start, readable by their owner only; the folder is git-ignored. */
function developmentSecrets(path = DEVELOPMENT_SECRETS): Env {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const lines = ['COOKIE_SECRET', 'KEY_ENCRYPTION_SECRET'].map(
      (name) => `${name}=${randomBytes(48).toString('base64url')}`,
    );
    writeFileSync(path, lines.join('\n') + '\n', { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  return readEnvFile(path);
}
