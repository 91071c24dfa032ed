import type { Page, PageRequest } from '../../shared/domain/page';
import type { EndingSpan } from '../../shared/domain/ending-span';
import type { EpochMs } from '../../shared/domain/clock';
import type { Client } from '../domain/client';
import type { ClientSecret } from '../domain/client-secret';

/** The client id is taken. */
export class ClientIdTakenError extends Error {}

/** Where clients are kept. */
export abstract class Clients {
  /** @throws ClientIdTakenError */
  abstract add(client: Client): Promise<void>;
  abstract findByRef(ref: string): Promise<Client | null>;
  abstract listByRefs(refs: readonly string[]): Promise<Client[]>;
  abstract list(): Promise<Client[]>;
  /** Active public clients with a redirect URI that begins with the origin; perhaps some more. */
  abstract listPublicAt(origin: string): Promise<Client[]>;
  /** Writes the client if nobody has changed it since it was read; says whether it did. */
  abstract replace(client: Client, readVersion: number): Promise<boolean>;
  abstract count(): Promise<number>;
  abstract listOf(ownerId: string, page: PageRequest<'createdAt'>): Promise<Page<Client>>;
  abstract countOf(ownerId: string): Promise<number>;
  /** Deletes the client if nobody has changed it since it was read; says whether it did. */
  abstract remove(ref: string, readVersion: number): Promise<boolean>;
}

/** Where the hashes of client secrets are kept. */
export abstract class ClientSecrets {
  abstract add(secret: ClientSecret): Promise<void>;
  abstract listOf(clientRef: string): Promise<ClientSecret[]>;
  abstract listOfAll(clientRefs: readonly string[]): Promise<ClientSecret[]>;
  abstract findByHash(hash: string): Promise<ClientSecret | null>;
  /** Somebody has found it in public; false when that was known. */
  abstract noteLeak(secret: ClientSecret, at: EpochMs): Promise<boolean>;
  abstract removeOf(clientRef: string): Promise<void>;
  /** Some that end within a span of time, by id, beginning after one. */
  abstract listEnding(span: EndingSpan): Promise<ClientSecret[]>;
  abstract expire(secret: ClientSecret, at: EpochMs): Promise<void>;
  abstract remove(secret: ClientSecret): Promise<void>;
  abstract noteUse(secret: ClientSecret, at: EpochMs): Promise<void>;
  /** Our own hash takes the place of the foreign one, once. */
  abstract adopt(secret: ClientSecret, own: Pick<ClientSecret, 'hash' | 'last4'>): Promise<void>;
}
