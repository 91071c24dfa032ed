import { PendingMigrationsError } from '../database/migrate';
import { SettingsError } from '../config/read-settings';
import { WrongKeySecretError } from '../keys/application/key-sealer';

/** Says why the server did not start, in words where we know them, and ends the process with status 1. */
export function reportStartFailure(error: unknown): never {
  const known =
    error instanceof SettingsError ||
    error instanceof PendingMigrationsError ||
    error instanceof WrongKeySecretError;
  const code = (error as { code?: unknown }).code;
  if (known) console.error(error.message);
  else if (code === 'EADDRINUSE')
    console.error('The port is taken. Stop the other program, or set PORT to another number.');
  else if (code === 'ECONNREFUSED')
    console.error('The database does not answer at the address in DB_URL. Is it running?');
  else if (code === 'ER_ACCESS_DENIED_ERROR')
    console.error('The database refuses the user name or password in DB_URL.');
  else if (code === 'ER_BAD_DB_ERROR')
    console.error('The database that DB_URL names does not exist. Create it first.');
  else console.error(error);
  process.exit(1);
}
