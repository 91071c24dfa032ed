import { ClientRegistration } from '../clients/application/client-registration';
import { SYSTEM } from '../shared/domain/security-events';
import { CLIENT_FLAGS, clientChanges } from './client-flags';
import { CLIENT_ID, describeClient, requireClient } from './client.verbs';
import { UsageError } from './usage-error';
import type { AnsweringVerb } from './verb';

export const updateClient: AnsweringVerb = {
  name: 'client:update',
  summary: 'Changes an app; a list that is given replaces the whole list, "" empties it',
  operand: CLIENT_ID,
  flags: [
    { name: 'name', value: 'NAME', help: 'The name that people read when they allow it' },
    ...CLIENT_FLAGS,
  ],
  example: 'client:update app_0123456789abcdef --scope read:projects --scope write:projects',
  run: async (args, services) => {
    const changes = { name: args.text('name')?.trim(), ...clientChanges(args) };
    if (Object.values(changes).every((value) => value === undefined)) {
      throw new UsageError('Nothing to change. Say what: npm run cli -- client:update --help');
    }
    const client = await requireClient(services, args.operand!);
    const changed = await services.get(ClientRegistration).update(client, changes, SYSTEM);
    return describeClient(services, changed, 'The app is changed.');
  },
};
