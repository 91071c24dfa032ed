import { BodyPipe } from '../shared/http/body.pipe';
import { IsFlag, IsLine, IsOneOf, MayBeAbsent, MayBeNull } from '../shared/http/fields';
import { Problem } from '../shared/domain/problem';
import type { WantedClient } from './application/client-plan';
import { clientBody } from './client-body';
import { CreateAppDto, registrationOf } from './client.dto';
import type { Client } from './domain/client';

/** One client in the file of `client:apply`: as REST shows it, without what the server adds. */
class FileClientDto extends CreateAppDto {
  @IsLine(2000)
  client_id!: string;

  @MayBeAbsent()
  @IsFlag()
  first_party?: boolean;

  @MayBeAbsent()
  @IsFlag()
  introspect?: boolean;

  @MayBeAbsent()
  @MayBeNull()
  @IsLine(255)
  owner_id?: string | null;

  @MayBeAbsent()
  @IsOneOf('active', 'disabled')
  status?: Client['status'];
}

/**
 * Reads a file that says how clients are to be.
 *
 * @throws Problem `validation-failed`, with pointers into the file
 */
export async function readClientFile(text: string): Promise<WantedClient[]> {
  const clients = listIn(parse(text));
  const pipe = new BodyPipe();
  const wanted: WantedClient[] = [];
  for (const [index, value] of clients.entries()) {
    const body = (await inPlace(`/clients/${index}`, () =>
      pipe.transform(value, { type: 'body', metatype: FileClientDto }),
    )) as FileClientDto;
    if (wanted.some(({ clientId }) => clientId === body.client_id))
      throw fault(`/clients/${index}/client_id`, 'This client id stands in the file twice.');
    wanted.push(wantedOf(body));
  }
  return wanted;
}

/** The same document for clients as they are. */
export const writeClientFile = (clients: readonly Client[]): object => ({ clients: clients.map(fileClient) });

function fileClient(client: Client): object {
  const { secrets: _1, created_at: _2, updated_at: _3, ...rest } = clientBody(client, []);
  return rest;
}

const wantedOf = (body: FileClientDto): WantedClient => ({
  ...registrationOf(body),
  clientId: body.client_id,
  ...(body.first_party !== undefined && { firstParty: body.first_party }),
  ...(body.introspect !== undefined && { introspect: body.introspect }),
  ...(body.owner_id !== undefined && { ownerId: body.owner_id }),
  ...(body.status !== undefined && { status: body.status }),
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw fault('', `The file is not JSON: ${(error as Error).message}`);
  }
}

function listIn(document: unknown): unknown[] {
  const { clients, ...others } = (document ?? {}) as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw fault(`/${unknown}`, 'The file has one member, "clients".');
  if (!Array.isArray(clients)) throw fault('/clients', 'Write { "clients": [ … ] }.');
  return clients;
}

async function inPlace<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = error.errors?.map((one) => ({ ...one, pointer: pointer + one.pointer }));
    throw new Problem(error.slug, error.detail, { ...(errors && { errors }) });
  }
}

const fault = (pointer: string, detail: string): Problem =>
  new Problem('validation-failed', detail, { errors: [{ pointer, code: 'invalid', detail }] });
