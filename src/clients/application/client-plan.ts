import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { fieldError, Problem } from '../../shared/domain/problem';
import type { Party } from '../../shared/domain/security-events';
import { type Client, clientRef } from '../domain/client';
import {
  type ClientChanges,
  ClientRegistration,
  type ClientRegistrationRequest,
} from './client-registration';
import { Clients } from './clients';

/** A client as somebody wants it to be; what is left out stays as it is. */
export type WantedClient = ClientRegistrationRequest & { clientId: string; status?: Client['status'] };

/** What has to be done to one client. */
export interface PlannedStep {
  wanted: WantedClient;
  kind: 'create' | 'update' | 'unchanged';
  /** The client as it is; null: there is none yet. */
  client: Client | null;
  changes: { field: string; from: unknown; to: unknown }[];
}

export interface AppliedStep extends PlannedStep {
  /** In clear, this once; null: none was made. */
  secret: string | null;
}

/** What may be changed of a client that exists. */
const CHANGEABLE = [
  'name',
  'redirectUris',
  'scopes',
  'grantTypes',
  'accessTokenTtl',
  'refreshTokenTtl',
  'accessTokenFormat',
  'requirePkce',
  'firstParty',
  'introspect',
  'ownerId',
] as const satisfies (keyof ClientChanges)[];

/** Makes clients what a document says: first a plan, then all of it or nothing. */
@Injectable()
export class ClientPlan {
  constructor(
    private readonly clients: Clients,
    private readonly registration: ClientRegistration,
    private readonly platform: Platform,
  ) {}

  /** @throws Problem `validation-failed` where a client would have to become of another kind */
  async plan(wanted: readonly WantedClient[]): Promise<PlannedStep[]> {
    const steps: PlannedStep[] = [];
    for (const [index, one] of wanted.entries()) steps.push(await this.step(one, `/clients/${index}`));
    return steps;
  }

  /** Does it all in one transaction. @throws Problem `validation-failed`, with pointers into the document */
  apply(steps: readonly PlannedStep[], actor: Party): Promise<AppliedStep[]> {
    return this.platform.transaction(async () => {
      const applied: AppliedStep[] = [];
      for (const [index, step] of steps.entries()) {
        applied.push({ ...step, secret: await at(`/clients/${index}`, () => this.do(step, actor)) });
      }
      return applied;
    });
  }

  private async step(wanted: WantedClient, pointer: string): Promise<PlannedStep> {
    const client = await this.clients.findByRef(clientRef(wanted.clientId));
    if (!client) return { wanted, kind: 'create', client: null, changes: [] };
    if (client.type !== wanted.type) {
      const error = fieldError(`${pointer}/type`, 'immutable', 'fault.client.type', { type: client.type });
      throw new Problem('validation-failed', error.detail, { errors: [error] });
    }
    const fields = [...CHANGEABLE, 'status' as const];
    const changes = fields
      .filter((field) => wanted[field] !== undefined && !isSame(wanted[field], client[field]))
      .map((field) => ({ field, from: client[field], to: wanted[field] }));
    return { wanted, kind: changes.length > 0 ? 'update' : 'unchanged', client, changes };
  }

  /** @returns the secret of a client that was made, where it has one */
  private async do({ kind, wanted, client, changes }: PlannedStep, actor: Party): Promise<string | null> {
    if (kind === 'unchanged') return null;
    if (!client) {
      const { status, ...request } = wanted;
      const made = await this.registration.register(request, actor);
      if (status === 'disabled') await this.registration.setStatus(made.client, status, actor);
      return made.secret;
    }
    const fields = changes.filter(({ field }) => field !== 'status').map(({ field, to }) => [field, to]);
    const changed =
      fields.length > 0
        ? await this.registration.update(client, Object.fromEntries(fields) as ClientChanges, actor)
        : client;
    if (wanted.status && wanted.status !== changed.status)
      await this.registration.setStatus(changed, wanted.status, actor);
    return null;
  }
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Faults inside name their place in the whole document. */
async function at<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem) || !error.errors) throw error;
    const errors = error.errors.map((fault) => ({ ...fault, pointer: pointer + fault.pointer }));
    throw new Problem(error.slug, error.detail, { errors });
  }
}
