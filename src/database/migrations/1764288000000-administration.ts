import type { MigrationInterface, QueryRunner, TableIndexOptions } from 'typeorm';
import { TableIndex } from 'typeorm';
import { foldedBeginning } from '../../shared/domain/folded';
import { addEmptyColumn, index, integer, moment, requireColumn, text } from './table-builder';

const CLIENTS = 'grantor_clients';
const RESOURCES = 'grantor_resources';
const FOLDED = [text('id_folded', 100), text('name_folded', 100)];
const VERSIONED = [moment('updated_at'), integer('version')];
const INDICES: Record<string, TableIndexOptions[]> = {
  [CLIENTS]: [
    index(CLIENTS, 'type', 'created_at', 'ref'),
    index(CLIENTS, 'status', 'created_at', 'ref'),
    index(CLIENTS, 'id_folded', 'ref'),
    index(CLIENTS, 'name_folded', 'ref'),
  ],
  grantor_users: [index('grantor_users', 'status', 'created_at', 'id')],
};
const GIVEN = 'grantor_authorizations';
const BY_CLIENT = {
  before: index(GIVEN, 'client_ref', 'id'),
  after: index(GIVEN, 'client_ref', 'id', 'client_epoch', 'revoked_at', 'standing_for'),
};
/** What a person has given to a client, the newest first, without those that ended. */
const BY_PERSON = {
  before: index(GIVEN, 'user_id', 'client_ref'),
  after: index(GIVEN, 'user_id', 'client_ref', 'revoked_at', 'created_at'),
};
const BATCH = 1000;

/** What long lists are found, sorted and counted by, and versions of resources, so that two editors notice one another. */
export class Administration1764288000000 implements MigrationInterface {
  name = 'Administration1764288000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const column of FOLDED) await addEmptyColumn(runner, CLIENTS, column);
    await fold(runner);
    for (const column of FOLDED) await requireColumn(runner, CLIENTS, column);
    for (const [table, indices] of Object.entries(INDICES))
      for (const options of indices) await runner.createIndex(table, new TableIndex(options));
    await exchange(runner, BY_CLIENT.before, BY_CLIENT.after);
    await exchange(runner, BY_PERSON.before, BY_PERSON.after);
    for (const column of VERSIONED) await addEmptyColumn(runner, RESOURCES, column);
    await runner.query(`UPDATE ${RESOURCES} SET updated_at = created_at, version = 1`);
    for (const column of VERSIONED) await requireColumn(runner, RESOURCES, column);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, indices] of Object.entries(INDICES))
      for (const { name } of indices) await runner.dropIndex(table, name!);
    await exchange(runner, BY_PERSON.after, BY_PERSON.before);
    await exchange(runner, BY_CLIENT.after, BY_CLIENT.before);
    for (const { name } of VERSIONED) await runner.dropColumn(RESOURCES, name);
    for (const { name } of FOLDED) await runner.dropColumn(CLIENTS, name);
  }
}

/** The two have the same name. */
async function exchange(runner: QueryRunner, old: TableIndexOptions, made: TableIndexOptions): Promise<void> {
  await runner.dropIndex(GIVEN, old.name!);
  await runner.createIndex(GIVEN, new TableIndex(made));
}

/** Databases fold in ways of their own, so the server's rule is applied to each row. */
async function fold(runner: QueryRunner): Promise<void> {
  let last = '';
  for (;;) {
    const rows = (await runner.query(
      `SELECT ref, id, name FROM ${CLIENTS} WHERE ref > ? ORDER BY ref LIMIT ${BATCH}`,
      [last],
    )) as { ref: string; id: string; name: string }[];
    for (const { ref, id, name } of rows)
      await runner.query(`UPDATE ${CLIENTS} SET id_folded = ?, name_folded = ? WHERE ref = ?`, [
        foldedBeginning(id),
        foldedBeginning(name),
        ref,
      ]);
    if (rows.length < BATCH) return;
    last = rows.at(-1)!.ref;
  }
}
