import { ClientRegistration } from '../clients/application/client-registration';
import { ClientSecretKeeper } from '../clients/application/client-secret-keeper';
import { Clients } from '../clients/application/clients';
import { type Client, clientRef } from '../clients/domain/client';
import { Problem } from '../shared/domain/problem';
import { SYSTEM } from '../shared/domain/security-events';
import type { Arguments } from './arguments';
import { clientBody } from '../clients/client-body';
import { clientText } from './client-view';
import { columns, momentJson, momentText, shownOnce, table } from './text';
import type { Answer, Operand, Services, AnsweringVerb } from './verb';

export const CLIENT_ID: Operand = { name: 'ID', required: true, help: 'The client id of the app' };

const DAY = 86_400;
const MAX_OVERLAP = 90 * DAY;

export const listClients: AnsweringVerb = {
  name: 'client:list',
  summary: 'Lists the apps',
  flags: [],
  example: 'client:list',
  run: async (_args, services) => {
    const clients = await services.get(Clients).list();
    const heading = ['client id', 'name', 'type', 'status', 'scopes'];
    const rows = clients.map(({ id, name, type, status, scopes }) => [
      id,
      name,
      type,
      status,
      scopes.join(' '),
    ]);
    const data = [];
    for (const client of clients) data.push(clientBody(client, await secretsOf(services, client)));
    return { json: { data }, text: table(heading, rows, 'There are no apps yet.') };
  },
};

export const showClient: AnsweringVerb = {
  name: 'client:show',
  summary: 'Shows an app; a secret is never shown again',
  operand: CLIENT_ID,
  flags: [],
  example: 'client:show app_0123456789abcdef',
  run: async (args, services) => describeClient(services, await requireClient(services, args.operand!), null),
};

export const rotateClientSecret: AnsweringVerb = {
  name: 'client:rotate-secret',
  summary: 'Makes a new secret; the one before it works a while longer',
  operand: CLIENT_ID,
  flags: [
    {
      name: 'overlap',
      value: 'TIME',
      help: 'How long the former secret still works: 0s 15m 24h (default) 7d',
    },
  ],
  example: 'client:rotate-secret app_0123456789abcdef --overlap 7d',
  run: async (args, services) => {
    const overlap = args.seconds('overlap', MAX_OVERLAP) ?? DAY;
    const client = await requireClient(services, args.operand!);
    const keeper = services.get(ClientSecretKeeper);
    const { secret, value } = await keeper.rotate(client, SYSTEM, overlap);
    const former = (await keeper.live(client)).find(({ id }) => id !== secret.id);
    const previous = former ? { id: former.id, expires_at: momentJson(former.expiresAt) } : null;
    const rows = [
      ['client id', client.id],
      ['client secret', value],
      ['former secret', former ? `works until ${momentText(former.expiresAt)}` : 'no longer works'],
    ];
    return {
      json: { client_id: client.id, client_secret: value, previous },
      text: `The app has a new secret.\n\n${columns(rows)}\n\n${shownOnce('client secret')}`,
    };
  },
};

export const disableClient: AnsweringVerb = {
  name: 'client:disable',
  summary: 'Disables an app: its tokens open nothing from now on',
  operand: CLIENT_ID,
  flags: [],
  example: 'client:disable app_0123456789abcdef',
  run: (args, services) => setStatus(args, services, 'disabled'),
};

export const enableClient: AnsweringVerb = {
  name: 'client:enable',
  summary: 'Lets a disabled app work again',
  operand: CLIENT_ID,
  flags: [],
  example: 'client:enable app_0123456789abcdef',
  run: (args, services) => setStatus(args, services, 'active'),
};

async function setStatus(args: Arguments, services: Services, status: Client['status']): Promise<Answer> {
  const client = await requireClient(services, args.operand!);
  const word = status === 'active' ? 'enabled' : 'disabled';
  if (client.status === status) return describeClient(services, client, `The app is ${word} already.`);
  const changed = await services.get(ClientRegistration).setStatus(client, status, SYSTEM);
  return describeClient(services, changed, `The app is ${word}.`);
}

/** @throws Problem `not-found` */
export async function requireClient(services: Services, id: string): Promise<Client> {
  const client = await services.get(Clients).findByRef(clientRef(id));
  if (!client) throw new Problem('not-found', `There is no app with the client id ${id}.`);
  return client;
}

/** The whole client, under a sentence about what was done. */
export async function describeClient(
  services: Services,
  client: Client,
  sentence: string | null,
): Promise<Answer> {
  const secrets = await secretsOf(services, client);
  const text = clientText(client, secrets, null);
  return { json: clientBody(client, secrets), text: sentence === null ? text : `${sentence}\n\n${text}` };
}

const secretsOf = async (services: Services, client: Client) =>
  client.isPublic ? [] : services.get(ClientSecretKeeper).live(client);
