import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In, IsNull, MoreThan, Not, Raw } from 'typeorm';
import { Client, newEpoch } from '../../clients/domain/client';
import { Database } from '../../database/database';
import { LIVES_AT } from '../../database/authorization-life';
import { FindQueue } from '../../database/find-queue';
import { InsertQueue } from '../../database/insert-queue';
import { purgeBefore } from '../../database/purge';
import { readPage } from '../../database/read-page';
import { isDuplicate } from '../../database/retry';
import type { RowCache } from '../../database/row-cache';
import {
  aboutAuthorization,
  aboutAuthorizationsOf,
  aboutClient,
  aboutStanding,
} from '../../database/subjects';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type AuthorizationSelector, Authorizations } from '../application/stores';
import { Authorization } from '../domain/authorization';
import { CrowdQuestions } from './crowd-questions';
import { UseNotes } from './use-notes';

/** Not IS NULL, for which SQLite would take the unique index: nearly every row of the table is null there. */
const NOT_STANDING = Raw((column) => `COALESCE(${column}, '') = ''`);

/** What says whether one lives. */
const LIFE = {
  id: true,
  clientRef: true,
  clientEpoch: true,
  standingFor: true,
  createdAt: true,
  revokedAt: true,
} as const;

const CAN_BE_REFRESHED = `EXISTS (SELECT 1 FROM grantor_refresh_tokens family
  WHERE family.authorization_id = given.id AND family.expires_at > :at)`;

/** Authorizations in our own table. */
@Injectable()
export class TypeOrmAuthorizations extends Authorizations {
  private readonly table: Table<Authorization>;
  private readonly queue: InsertQueue<Authorization>;
  private readonly lookups: FindQueue<Authorization>;
  private readonly notes: UseNotes;
  private readonly crowds: CrowdQuestions;
  private readonly kept: RowCache<Authorization>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, Authorization);
    this.queue = new InsertQueue(database, this.table);
    this.lookups = new FindQueue(database, this.table, 'id');
    this.notes = new UseNotes(database);
    this.crowds = new CrowdQuestions(database);
    this.kept = database.cache({ table: 'grantor_authorizations', about: subjectsOf });
  }

  /** The code of a new one comes back at once: it is kept. */
  add(authorization: Authorization): Promise<void> {
    return this.kept.add(authorization.id, authorization, () => this.queue.insert(authorization));
  }

  find(id: string): Promise<Authorization | null> {
    return this.kept.get(id, () => this.read(id));
  }

  read(id: string): Promise<Authorization | null> {
    return this.lookups.find(id);
  }

  listOf(userId: string, at: EpochMs, page: PageRequest<'createdAt'>): Promise<Page<Authorization>> {
    const query = this.rows
      .createQueryBuilder('given')
      .where({ userId, clientRef: Not(IsNull()), revokedAt: IsNull() })
      .andWhere('(given.expiresAt IS NULL OR given.expiresAt > :at)', { at });
    return readPage(query, page);
  }

  async standing(proposed: Authorization): Promise<Authorization> {
    const standingFor = proposed.standingFor!;
    const existing = await this.kept.get(`standing ${standingFor}`, () =>
      this.table.findOne({ standingFor }),
    );
    if (existing) return existing;
    try {
      await this.add(proposed);
      return proposed;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return this.rows.findOneByOrFail({ standingFor });
    }
  }

  areMoreThan(count: number, { userId, clientRef }: Authorization): Promise<boolean> {
    return this.crowds.ask({ userId: userId!, clientRef: clientRef!, count });
  }

  async olderThan(
    { id, userId, clientRef }: Authorization,
    at: EpochMs,
    { newest, limit }: { newest: number; limit: number },
  ): Promise<string[]> {
    const rows = await this.rows
      .createQueryBuilder('given')
      .select('given.id', 'id')
      .innerJoin(Client, 'client', 'client.ref = given.clientRef')
      .where({ userId: userId!, clientRef: clientRef!, id: Not(id) })
      .andWhere(LIVES_AT, { at })
      .andWhere(CAN_BE_REFRESHED)
      .orderBy('given.createdAt', 'DESC')
      .addOrderBy('given.id', 'DESC')
      .offset(newest)
      .limit(limit)
      .getRawMany<{ id: string }>();
    return rows.map((row) => row.id);
  }

  async revoke(id: string, at: EpochMs): Promise<boolean> {
    const living = { id, standingFor: NOT_STANDING, revokedAt: IsNull() };
    return this.database.changing([aboutAuthorization(id)], async () => {
      const ended = await this.rows.update(living, { revokedAt: at });
      return ended.affected === 1 || (await this.endGeneration({ id, standingFor: Not(IsNull()) })) > 0;
    });
  }

  async revokeAll(selector: AuthorizationSelector, at: EpochMs): Promise<number> {
    if (!selector.userId && !selector.clientRef)
      throw new Error('A revocation must say whose authorizations it is about.');
    const { userId, clientRef } = selector;
    if (userId)
      return this.database.changing([aboutAuthorizationsOf(userId)], () => this.endAll(selector, at));
    return this.database.changing([aboutClient(clientRef!), aboutStanding(clientRef!)], async () => {
      const ended = await this.endEpoch(clientRef!);
      return ended + (await this.endGeneration({ standingFor: clientRef! }));
    });
  }

  /** They are dead by their epoch: no need to tell anybody. */
  async markEnded(clientRef: string, at: EpochMs, { after, limit }: { after: string; limit: number }) {
    const client = await this.database.repository(Client).findOneBy({ ref: clientRef });
    const rows = await this.rows.find({
      select: LIFE,
      where: { clientRef, id: MoreThan(after), revokedAt: IsNull() },
      order: { id: 'ASC' },
      take: limit,
    });
    const ended = rows.filter((row) => !row.isAlive(client)).map(({ id }) => id);
    if (ended.length > 0)
      await this.database.unseen(() =>
        this.database.statement(() =>
          this.rows.update(
            { id: In(ended), standingFor: NOT_STANDING, revokedAt: IsNull() },
            { revokedAt: at },
          ),
        ),
      );
    return rows.length === limit ? rows.at(-1)!.id : null;
  }

  /** Other nodes need not know at once. */
  async noteUse(id: string, at: EpochMs, until: EpochMs): Promise<void> {
    await this.notes.ask({ id, at, until });
    this.kept.drop(aboutAuthorization(id));
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_authorizations', 'id', at, limit);
  }

  private async endAll(selector: AuthorizationSelector, at: EpochMs): Promise<number> {
    const living = { ...selector, standingFor: NOT_STANDING, revokedAt: IsNull() };
    return (await this.rows.update(living, { revokedAt: at })).affected ?? 0;
  }

  /** One row is written, however many Authorizations there are; without the client's row none is alive anyway. */
  private async endEpoch(clientRef: string): Promise<number> {
    const clients = this.database.repository(Client);
    const client = await clients.findOneBy({ ref: clientRef });
    const ended = { clientRef, standingFor: NOT_STANDING, revokedAt: IsNull() };
    if (!client) return this.rows.countBy(ended);
    const { affected } = await clients.update({ ref: clientRef, epoch: client.epoch }, { epoch: newEpoch() });
    // Who came second has found nothing: the first one has ended it all.
    return affected === 1 ? this.rows.countBy({ ...ended, clientEpoch: client.epoch }) : 0;
  }

  /** A standing Authorization goes on, with none of its tokens so far. */
  private async endGeneration(where: FindOptionsWhere<Authorization>): Promise<number> {
    return (await this.rows.update(where, { generation: () => 'generation + 1' })).affected ?? 0;
  }

  private get rows() {
    return this.database.repository(Authorization);
  }
}

const subjectsOf = ({ id, userId, standingFor }: Authorization): string[] => [
  aboutAuthorization(id),
  ...(userId === null ? [] : [aboutAuthorizationsOf(userId)]),
  ...(standingFor === null ? [] : [aboutStanding(standingFor)]),
];
