import { databaseFailureText } from '../database/failure-text';
import { PendingMigrationsError } from '../database/migrate';
import { SettingsError } from '../config/read-settings';
import { WrongKeySecretError } from '../keys/application/key-sealer';

/** Says why the server did not start, in words where we know them, and ends the process with status 1. */
export function reportStartFailure(error: unknown): never {
  const known =
    error instanceof SettingsError ||
    error instanceof PendingMigrationsError ||
    error instanceof WrongKeySecretError;
  const taken = (error as { code?: unknown }).code === 'EADDRINUSE';
  const words = taken ? 'The port is taken. Stop the other program, or set PORT to another number.' : null;
  const text = known ? error.message : (words ?? databaseFailureText(error));
  console.error(text ?? error);
  process.exit(1);
}
