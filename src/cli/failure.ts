import { SettingsError } from '../config/read-settings';
import { PendingMigrationsError } from '../database/migrate';
import { WrongKeySecretError } from '../keys/application/key-sealer';
import { Problem } from '../shared/domain/problem';
import { columns } from './text';
import { UsageError } from './usage-error';

/** Why a verb was not done, for programs and for people. */
export interface Failure {
  error: string;
  message: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

/** What the drivers of the databases call it, and what it means. */
const DATABASE: Record<string, string> = {
  ECONNREFUSED: 'The database does not answer at the address in DB_URL. Is it running?',
  ENOTFOUND: 'The host in DB_URL is not known.',
  ER_ACCESS_DENIED_ERROR: 'The database refuses the user name or password in DB_URL.',
  ER_BAD_DB_ERROR: 'The database that DB_URL names does not exist. Create it first.',
  SQLITE_CANTOPEN: 'The database file that DB_URL names cannot be opened.',
  SQLITE_READONLY: 'The database file that DB_URL names may not be written.',
  SQLITE_NOTADB: 'The file that DB_URL names is not an SQLite database.',
  SQLITE_BUSY: 'The database is busy with another program. Try again.',
};

/** Puts an error into words where we know them. Statements and their values are never repeated. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { error: 'usage', message: error.message };
  if (error instanceof SettingsError) return { error: 'settings', message: error.message };
  if (error instanceof WrongKeySecretError) return { error: 'wrong-key-secret', message: error.message };
  if (error instanceof Problem) {
    const { slug, detail: message, errors } = error;
    return { error: slug, message, ...(errors && { errors }) };
  }
  const { name, message } = error as Error;
  if (error instanceof PendingMigrationsError) return { error: 'pending-migrations', message };
  const code = codeOf(error);
  if (code && DATABASE[code]) return { error: 'database', message: DATABASE[code] };
  if (name === 'QueryFailedError')
    return { error: 'database', message: `The database refused a statement (${code ?? 'no code'}).` };
  return { error: 'internal', message: message || String(error) };
}

function codeOf(error: unknown): string | undefined {
  const { code, driverError, message } = error as {
    code?: unknown;
    driverError?: { code?: unknown };
    message?: unknown;
  };
  const found = driverError?.code ?? code;
  if (typeof found === 'string') return found;
  // libsql gives no code where it cannot open the file.
  return /unable to open/i.test(String(message)) ? 'SQLITE_CANTOPEN' : undefined;
}

/** The flags behind the fields of the REST API. */
const FLAGS: Record<string, string> = {
  redirect_uris: '--redirect-uri',
  scopes: '--scope',
  grant_types: '--grant',
  client_id: '--client-id',
  access_token_ttl: '--access-token-ttl',
  refresh_token_ttl: '--refresh-token-ttl',
  expires_in: '--expires',
  password: 'password',
};

/** The reason as people read it; each fault with the flag it is about. */
export function failureText({ message, errors }: Failure): string {
  if (!errors || errors.length === 0) return message;
  return `Some values are not valid:\n${columns(errors.map(({ pointer, detail }) => [flagAt(pointer), detail]))}`;
}

/** `/redirect_uris/1` is the second `--redirect-uri`. */
function flagAt(pointer: string): string {
  const [, field = '', index] = pointer.split('/');
  const flag = FLAGS[field] ?? `--${field.replace(/_/g, '-')}`;
  return index === undefined || index === '0' ? flag : `${flag} (no. ${Number(index) + 1})`;
}
