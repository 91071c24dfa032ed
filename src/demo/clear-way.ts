import { rmSync } from 'node:fs';
import type { Settings } from '../config/settings';
import { ENTITIES } from '../entities';
import { APPS } from './cast';
import { DemoRefusedError } from './demo-refused';
import { databasePath, portPath } from './demo-settings';
import { kindOfDatabase, removeDatabase } from './infrastructure/demo-database';

/**
 * Makes sure that the demo meets its own database or none, and removes it where asked.
 *
 * @throws DemoRefusedError for a file that somebody works with
 */
export async function clearWay(settings: Settings, reset: boolean): Promise<void> {
  const path = databasePath(settings);
  const kind = await kindOfDatabase(
    path,
    APPS.map(({ clientId }) => clientId),
    ENTITIES,
  );
  if (kind === 'other') {
    throw new DemoRefusedError(
      `${path} is not a demo database: there are tables or people in it that the demo did not make.\n` +
        '  Nothing was changed. Move the file to another place, then start again.',
    );
  }
  if (kind === 'outdated' && !reset) {
    throw new DemoRefusedError(
      `${path} was made by another version of the demo. Start over: npm run demo -- --reset`,
    );
  }
  if (kind === 'unreadable' && !reset) {
    throw new DemoRefusedError(
      `${path} cannot be read as a database. Start over with an empty one: npm run demo -- --reset`,
    );
  }
  if (!reset) return;
  removeDatabase(path);
  rmSync(portPath(settings), { force: true });
}
