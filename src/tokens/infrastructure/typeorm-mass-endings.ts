import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, IsNull, LessThan, Not } from 'typeorm';
import { Client, newEpoch } from '../../clients/domain/client';
import { Database } from '../../database/database';
import type { EpochMs } from '../../shared/domain/clock';
import { MassEndings, type MassSelector } from '../application/mass-endings';
import { Authorization } from '../domain/authorization';
import { aboutAuthorizationsOf, aboutClient, aboutStanding, aboutTable } from '../../database/subjects';
import { LIVES_AT } from '../../database/authorization-life';

/**
 * Ends tokens of a person at their Authorizations, and those of whole clients by what the client's row says of them: one
 * row for a client, however many people have tokens.
 */
@Injectable()
export class TypeOrmMassEndings extends MassEndings {
  constructor(private readonly database: Database) {
    super();
  }

  async count(selector: MassSelector, at: EpochMs): Promise<number> {
    if (isAboutNone(selector)) return 0;
    return this.authorizations
      .createQueryBuilder('given')
      .leftJoin(Client, 'client', 'client.ref = given.clientRef')
      .where(rowsOf(selector))
      .andWhere(LIVES_AT, { at })
      .getCount();
  }

  async end(selector: MassSelector, at: EpochMs): Promise<void> {
    if (!isAboutNone(selector))
      await this.database.changing(subjectsOf(selector), () => this.endTold(selector, at));
  }

  private async endTold(selector: MassSelector, at: EpochMs): Promise<void> {
    const { userId, clientRef, kind, issuedBefore } = selector;
    if (userId !== undefined || kind === 'personal') return this.endRows(selector, at);
    if (issuedBefore !== undefined) {
      if (kind !== 'access') await this.raise('grantedFrom', issuedBefore, clientRef);
      // What a client has for itself is never over: only its tokens are.
      if (kind !== 'refresh') await this.raise('accessFrom', issuedBefore, clientRef);
    } else {
      await this.beginAnew(kind, clientRef);
    }
    if (clientRef === undefined && kind === undefined)
      await this.endRows({ ...selector, kind: 'personal' }, at);
  }

  private async endRows(selector: MassSelector, at: EpochMs): Promise<void> {
    const living = { ...rowsOf(selector), revokedAt: IsNull() };
    const change = selector.kind === 'access' ? { generation: () => 'generation + 1' } : { revokedAt: at };
    await this.authorizations.update(living, change);
  }

  private async beginAnew(kind: MassSelector['kind'], clientRef: string | undefined): Promise<void> {
    const change =
      kind === 'access'
        ? { accessGeneration: () => 'access_generation + 1' }
        : // The same name for many clients does no harm: each is compared with its own Authorizations.
          { epoch: newEpoch() };
    await this.clients.update(which(clientRef), change);
    if (kind === 'refresh') return;
    const standing = { standingFor: clientRef ?? Not(IsNull()) };
    await this.authorizations.update(standing, { generation: () => 'generation + 1' });
  }

  private async raise(
    what: 'grantedFrom' | 'accessFrom',
    to: EpochMs,
    clientRef: string | undefined,
  ): Promise<void> {
    const lower = { ...which(clientRef), [what]: LessThan(to) };
    await this.clients.update(lower, { [what]: to });
  }

  private get clients() {
    return this.database.repository(Client);
  }

  private get authorizations() {
    return this.database.repository(Authorization);
  }
}

/** Every client has a ref, so the condition is about all of them where none is named. */
const which = (clientRef: string | undefined): FindOptionsWhere<Client> => ({
  ref: clientRef ?? Not(IsNull()),
});

/** What nodes keep of it. */
function subjectsOf({ userId, clientRef }: MassSelector): string[] {
  if (userId !== undefined) return [aboutAuthorizationsOf(userId)];
  if (clientRef !== undefined) return [aboutClient(clientRef), aboutStanding(clientRef)];
  return [aboutTable('grantor_clients'), aboutTable('grantor_authorizations')];
}

/** Personal tokens belong to no client. */
const isAboutNone = ({ clientRef, kind }: MassSelector): boolean =>
  kind === 'personal' && clientRef !== undefined;

/** A refresh token takes its Authorization with it, so those of people are meant; what a client has for itself has none. */
function rowsOf({ userId, clientRef, kind, issuedBefore }: MassSelector): FindOptionsWhere<Authorization> {
  const ofKind = {
    access: { clientRef: clientRef ?? Not(IsNull()) },
    refresh: { clientRef: clientRef ?? Not(IsNull()), standingFor: IsNull() },
    personal: { clientRef: IsNull() },
  };
  return {
    ...(userId !== undefined && { userId }),
    ...(kind ? ofKind[kind] : clientRef !== undefined && { clientRef }),
    ...(issuedBefore !== undefined && { createdAt: LessThan(issuedBefore) }),
  };
}
