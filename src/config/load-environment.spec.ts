import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment, readMode } from './load-environment';

describe('the mode', () => {
  it.each(['production', 'development', 'demo', 'test'] as const)('is %s when NODE_ENV says so', (name) => {
    expect(readMode({ NODE_ENV: name }, name === 'test' ? 'demo' : 'test')).toBe(name);
  });

  it.each([undefined, '', 'prod', 'Production', 'staging'])('is the fallback when NODE_ENV is %j', (name) => {
    expect(readMode({ NODE_ENV: name }, 'production')).toBe('production');
    expect(readMode({ NODE_ENV: name }, 'development')).toBe('development');
  });
});

describe('the environment', () => {
  const home = process.cwd();
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'grantor-env-'));
    process.chdir(folder);
  });

  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  it.each(['production', 'test'] as const)('in %s is that of the process and nothing else', (mode) => {
    writeFileSync('.env', 'ISSUER=https://file.example\n');
    expect(loadEnvironment(mode, { PORT: '1' })).toEqual({ PORT: '1' });
    expect(existsSync('data')).toBe(false);
  });

  it.each(['development', 'demo'] as const)('in %s comes from .env too, and the process wins', (mode) => {
    writeFileSync('.env', 'ISSUER=https://file.example\nPORT=2\nAPP_NAME="Acme # One"\n');
    expect(loadEnvironment(mode, { PORT: '1' })).toMatchObject({
      PORT: '1',
      ISSUER: 'https://file.example',
      APP_NAME: 'Acme # One',
    });
  });

  it('in development makes secrets once, readable by their owner only', () => {
    const first = loadEnvironment('development', {});
    expect(first['COOKIE_SECRET']).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(first['KEY_ENCRYPTION_SECRET']).toMatch(/^[A-Za-z0-9_-]{64}$/);
    expect(first['COOKIE_SECRET']).not.toBe(first['KEY_ENCRYPTION_SECRET']);
    expect(statSync('data/secrets.env').mode & 0o777).toBe(0o600);
    const written = readFileSync('data/secrets.env', 'utf8');
    expect(loadEnvironment('development', {})).toEqual(first);
    expect(readFileSync('data/secrets.env', 'utf8')).toBe(written);
  });

  it('may bring secrets of its own', () => {
    writeFileSync('.env', 'COOKIE_SECRET=from the file\n');
    expect(loadEnvironment('development', {})['COOKIE_SECRET']).toBe('from the file');
    expect(loadEnvironment('development', { COOKIE_SECRET: 'mine' })['COOKIE_SECRET']).toBe('mine');
  });
});
