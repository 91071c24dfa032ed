import { loadEnvironment, readMode } from '../../config/load-environment';
import { readSettings, SettingsError } from '../../config/read-settings';
import type { Settings } from '../../config/settings';
import { DemoRefusedError } from '../../demo/demo-refused';
import { readDemoSettings } from '../../demo/demo-settings';
import { checkDatabase } from './check-database';
import { checkNode, checkPort } from './check-machine';
import { checkAddress, checkProtection, checkStrength } from './check-settings';
import { advice, bad, type Finding, good } from './finding';

/** Looks at everything that can be wrong with an installation, and changes nothing. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const mode = readMode(env, 'development');
  const unknown: string[] = [];
  const warn = (message: string) => void unknown.push(message);
  let settings: Settings;
  try {
    settings =
      mode === 'demo'
        ? readDemoSettings(env, { warn })
        : readSettings(loadEnvironment(mode, env), mode, warn);
  } catch (error) {
    return [checkNode(), ...faultsIn(error)];
  }
  return [
    checkNode(),
    good('settings', `complete, for ${mode}`),
    ...unknown.map((message) => advice('settings', message, 'Look for a typing error, or take it out.')),
    await checkPort(settings),
    ...checkAddress(settings),
    ...checkProtection(settings),
    ...(await checkDatabase(settings)),
    ...checkStrength(settings),
  ];
}

/** @throws what is no fault of the settings */
function faultsIn(error: unknown): Finding[] {
  if (error instanceof DemoRefusedError) return [bad('settings', error.message, 'See above.')];
  if (!(error instanceof SettingsError)) throw error;
  return error.faults.map(({ name, seen, expected, example }) =>
    bad(name, `${seen}; expected ${expected}`, `For example ${name}=${example}`),
  );
}
