import { ClientRegistration } from '../clients/application/client-registration';
import { ClientSecretKeeper } from '../clients/application/client-secret-keeper';
import { CLIENT_TYPES, type ClientType } from '../clients/domain/client';
import { SYSTEM } from '../shared/domain/security-events';
import { CLIENT_FLAGS, clientChanges } from './client-flags';
import { clientBody } from '../clients/client-body';
import { clientText } from './client-view';
import { shownOnce } from './text';
import type { AnsweringVerb } from './verb';

export const createClient: AnsweringVerb = {
  name: 'client:create',
  summary: 'Registers an app',
  flags: [
    { name: 'name', value: 'NAME', required: true, help: 'The name that people read when they allow it' },
    { name: 'type', value: 'TYPE', required: true, choices: CLIENT_TYPES, help: 'What kind of app it is' },
    { name: 'client-id', value: 'ID', help: 'An id of your choice; without it one is made' },
    { name: 'secret', negatable: true, help: 'Whether it keeps a secret; by default web and m2m do' },
    ...CLIENT_FLAGS,
  ],
  example:
    'client:create --name "Project Board" --type web --redirect-uri https://app.example.com/callback --scope read:projects',
  run: async (args, services) => {
    const { client, secret } = await services.get(ClientRegistration).register(
      {
        ...clientChanges(args),
        name: args.required('name'),
        type: args.required('type') as ClientType,
        clientId: args.text('client-id'),
        secret: args.isOn('secret'),
      },
      SYSTEM,
    );
    const secrets = client.isPublic ? [] : await services.get(ClientSecretKeeper).live(client);
    const { client_id, ...rest } = clientBody(client, secrets);
    const once = secret === null ? '' : `\n\n${shownOnce('client secret')}`;
    return {
      json: { client_id, ...(secret !== null && { client_secret: secret }), ...rest },
      text: `The app is registered.\n\n${clientText(client, secrets, secret)}${once}`,
    };
  },
};
