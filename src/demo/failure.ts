import { SettingsError } from '../config/read-settings';
import { WrongKeySecretError } from '../keys/application/key-sealer';
import { reportStartFailure } from '../server/start-failure';
import { DemoRefusedError } from './demo-refused';

const OTHER_SECRETS =
  'The demo’s database was made with other secrets than those in data/secrets.env.\n' +
  '  Start over: npm run demo -- --reset';

/** Says why the demo did not start, and ends the process with status 1. */
export function reportDemoFailure(error: unknown, asJson: boolean): never {
  const known = knownFailure(error);
  if (!known && !asJson) reportStartFailure(error);
  const [name, message] = known ?? ['internal', error instanceof Error ? error.message : String(error)];
  console.error(asJson ? JSON.stringify({ error: name, message }) : message);
  process.exit(1);
}

function knownFailure(error: unknown): [error: string, message: string] | null {
  if (error instanceof DemoRefusedError) return ['refused', error.message];
  if (error instanceof SettingsError) return ['settings', error.message];
  return error instanceof WrongKeySecretError ? ['wrong-key-secret', OTHER_SECRETS] : null;
}
