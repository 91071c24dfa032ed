import { ClientRegistration } from '../clients/application/client-registration';
import { Clients } from '../clients/application/clients';
import { clientRef } from '../clients/domain/client';
import { isLoopback } from '../clients/domain/redirect-uri';
import { Settings } from '../config/settings';
import { PLAYGROUND_CALLBACK } from '../playground/round-trip';
import { ProjectBoard } from '../projects/application/project-board';
import { keyFromName } from '../projects/domain/project';
import { Problem } from '../shared/domain/problem';
import { SYSTEM } from '../shared/domain/security-events';
import { LocalUsers } from '../users/application/local-users';
import { UserAdministration } from '../users/application/user-administration';
import { APPS, type DemoApp, type DemoPerson, PEOPLE } from './cast';

/** The running modules, asked for by class. */
export interface Services {
  get<T>(type: abstract new (...args: never[]) => T): T;
}

/** Ports come and go; the app remembers the playground's addresses of the last few. */
const REMEMBERED_PORTS = 10;

/**
 * Puts people, apps and projects into an empty demo, once. What somebody deletes later stays deleted.
 *
 * A seeding that was interrupted goes on at the next start: what is there already is left as it is.
 *
 * @returns whether this was the first start
 */
export async function seedDemo(services: Services): Promise<boolean> {
  const clients = services.get(Clients);
  const [last, ...others] = [...APPS].reverse();
  if (await clients.findByRef(clientRef(last!.clientId))) {
    await followPort(services);
    return false;
  }
  for (const app of others.reverse()) await addApp(services, app);
  for (const person of PEOPLE) await addPerson(services, person);
  await addApp(services, last!);
  return true;
}

async function addApp(services: Services, { fixedSecret, usesPlayground, ...app }: DemoApp): Promise<void> {
  const redirectUris = usesPlayground ? [callbackOf(services)] : app.redirectUris;
  const registration = services.get(ClientRegistration);
  await unlessThere(() =>
    registration.register({ ...app, redirectUris }, SYSTEM, { value: fixedSecret ?? undefined }),
  );
}

async function addPerson(services: Services, { status, projects, ...person }: DemoPerson): Promise<void> {
  const administration = services.get(UserAdministration);
  await unlessThere(() => administration.create(person, SYSTEM));
  const user = (await services.get(LocalUsers).findByEmail(person.email))!;
  if (user.status !== status) await administration.update(user, { status }, SYSTEM);
  const board = services.get(ProjectBoard);
  for (const name of projects)
    await unlessThere(() => board.create(user.id, { name, key: keyFromName(name) }));
}

async function unlessThere(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'conflict') throw error;
  }
}

/** The playground has the address of this start among the others. */
async function followPort(services: Services): Promise<void> {
  const callback = callbackOf(services);
  for (const { clientId } of APPS.filter(({ usesPlayground }) => usesPlayground)) {
    const client = await services.get(Clients).findByRef(clientRef(clientId));
    if (!client || client.redirectUris.includes(callback)) continue;
    const isOurs = (uri: string) => isLoopback(uri) && uri.endsWith(PLAYGROUND_CALLBACK);
    const kept = client.redirectUris.filter(isOurs).slice(1 - REMEMBERED_PORTS);
    const redirectUris = client.redirectUris.filter((uri) => !isOurs(uri) || kept.includes(uri));
    await services
      .get(ClientRegistration)
      .update(client, { redirectUris: [...redirectUris, callback] }, SYSTEM);
  }
}

const callbackOf = (services: Services): string => services.get(Settings).url(PLAYGROUND_CALLBACK);
