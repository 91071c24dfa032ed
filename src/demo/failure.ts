import { SettingsError } from '../config/read-settings';
import { DemoRefusedError } from './demo-refused';

const OTHER_SECRETS =
  'The demo’s database was made with other secrets than those in data/secrets.env.\n' +
  '  Start over: npm run demo -- --reset';

/** Says why the demo did not start, and ends the process with status 1. */
export async function reportDemoFailure(error: unknown, asJson: boolean): Promise<never> {
  const known = await knownFailure(error);
  if (!known && !asJson) (await import('../server/start-failure.js')).reportStartFailure(error);
  const [name, message] = known ?? ['internal', error instanceof Error ? error.message : String(error)];
  console.error(asJson ? JSON.stringify({ error: name, message }) : message);
  process.exit(1);
}

async function knownFailure(error: unknown): Promise<[error: string, message: string] | null> {
  if (error instanceof DemoRefusedError) return ['refused', error.message];
  if (error instanceof SettingsError) return ['settings', error.message];
  // What is told above came before the server was loaded, and needs none of it.
  const { WrongKeySecretError } = await import('../keys/application/key-sealer.js');
  return error instanceof WrongKeySecretError ? ['wrong-key-secret', OTHER_SECRETS] : null;
}
