import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source';
import { migrateOrRefuse, PendingMigrationsError } from '../../src/database/migrate';
import { Client } from '../../src/clients/domain/client';
import { ENTITIES } from '../../src/entities';
import { aClient } from '../support/values';
import { createDatabase, type TestDatabase } from '../support/test-server';

describe('migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  const connect = async () =>
    new DataSource(
      await dataSourceOptions({ url: database.url, poolSize: 5, entities: ENTITIES }),
    ).initialize();

  beforeEach(async () => {
    database = await createDatabase();
    dataSource = await connect();
  });

  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('make exactly the tables that the entities describe', async () => {
    await migrateOrRefuse(dataSource, 'auto');
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('leave room for the id of any person, also of a company that has long ones', () => {
    const columns = dataSource.entityMetadatas.flatMap((entity) => entity.columns);
    const ofPeople = columns.filter(({ propertyName }) =>
      /^(?:userId|ownerId|actorId|createdBy|disabledBy)$/.test(propertyName),
    );
    expect(ofPeople.length).toBeGreaterThan(8);
    expect(
      ofPeople.filter(({ length }) => Number(length) < 255).map(({ propertyPath }) => propertyPath),
    ).toEqual([]);
  });

  it('are undone and done again', async () => {
    await migrateOrRefuse(dataSource, 'auto');
    for (const _ of dataSource.migrations) await dataSource.undoLastMigration();
    expect(await dataSource.showMigrations()).toBe(true);
    await migrateOrRefuse(dataSource, 'auto');
    expect(await dataSource.showMigrations()).toBe(false);
  });

  it('fold the names of clients that were there before them', async () => {
    await migrateOrRefuse(dataSource, 'auto');
    const clients = dataSource.getRepository(Client);
    await clients.insert([
      aClient({ id: 'Board', name: 'ÉCLAIR' }),
      aClient({ id: 'x'.repeat(2000), name: 'N'.repeat(100) }),
    ]);
    await dataSource.undoLastMigration();
    await migrateOrRefuse(dataSource, 'auto');
    const found = await clients.find({ order: { nameFolded: 'DESC' } });
    expect(found.map(({ idFolded, nameFolded }) => [idFolded, nameFolded])).toEqual([
      ['board', 'éclair'],
      ['x'.repeat(100), 'n'.repeat(100)],
    ]);
  });

  it('stop the start while they are pending, unless they may run', async () => {
    await expect(migrateOrRefuse(dataSource, 'check')).rejects.toThrow(PendingMigrationsError);
    await migrateOrRefuse(dataSource, 'auto');
    await expect(migrateOrRefuse(dataSource, 'check')).resolves.toBeUndefined();
  });

  it('compare identifiers byte for byte', async () => {
    await migrateOrRefuse(dataSource, 'auto');
    await dataSource.query('INSERT INTO grantor_revoked_tokens (jti, expires_at) VALUES (?, ?)', [
      'auth_Ab.0.x',
      1,
    ]);
    const found = async (jti: string) =>
      ((await dataSource.query('SELECT jti FROM grantor_revoked_tokens WHERE jti = ?', [jti])) as unknown[])
        .length;
    expect(await found('auth_Ab.0.x')).toBe(1);
    for (const other of ['auth_aB.0.x', 'auth_Áb.0.x']) expect(await found(other)).toBe(0);
  });
});
