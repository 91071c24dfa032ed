import { SettingsError } from '../config/read-settings';
import { databaseFailureText } from '../database/failure-text';
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

/** Puts an error into words where we know them. Statements and their values are never repeated. */
export function failureOf(error: unknown): Failure {
  if (error instanceof UsageError) return { error: 'usage', message: error.message };
  if (error instanceof SettingsError) return { error: 'settings', message: error.message };
  if (error instanceof WrongKeySecretError) return { error: 'wrong-key-secret', message: error.message };
  if (error instanceof Problem) {
    const { slug, detail: message, errors } = error;
    return { error: slug, message, ...(errors && { errors }) };
  }
  const { message } = error as Error;
  if (error instanceof PendingMigrationsError) return { error: 'pending-migrations', message };
  const database = databaseFailureText(error);
  if (database) return { error: 'database', message: database };
  return { error: 'internal', message: message || String(error) };
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
