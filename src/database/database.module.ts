import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource, type EntitySchema } from 'typeorm';
import { Settings } from '../config/settings';
import { ChangeHistory } from '../shared/application/change-history';
import { Changes } from '../shared/application/changes';
import { Metrics } from '../shared/application/metrics';
import { Leases } from '../shared/application/leases';
import { Transaction } from '../shared/domain/transaction';
import { boundDatabase } from './bounds';
import { dataSourceOptions, serializeSqlite } from './data-source';
import { Database } from './database';
import { FeedEntries } from './feed-entries';
import { feedConnectionOf } from './feed-connection';
import { migrateOrRefuse } from './migrate';
import { TypeOrmLeases } from './typeorm-leases';

/** Opens the database, brings its tables up to date or refuses, and offers it to every adapter. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(entities: EntitySchema[]): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Database,
          inject: [Settings, Metrics],
          useFactory: async (settings: Settings, metrics: Metrics) => {
            const options = await dataSourceOptions({
              url: settings.dbUrl,
              poolSize: settings.dbPoolSize,
              entities,
            });
            const dataSource = await new DataSource(options).initialize();
            await migrateOrRefuse(dataSource, settings.dbMigrate);
            // Not before: a migration of a large table takes as long as it takes.
            boundDatabase(
              dataSource,
              { query: settings.dbQueryTimeout * 1000, wait: settings.dbPoolWait * 1000 },
              metrics,
            );
            const feed = feedConnectionOf(dataSource, settings.dbQueryTimeout * 1000);
            return new Database(dataSource, serializeSqlite(dataSource), feed);
          },
        },
        { provide: Transaction, useExisting: Database },
        { provide: Changes, useExisting: Database },
        { provide: ChangeHistory, useClass: FeedEntries },
        { provide: Leases, useClass: TypeOrmLeases },
      ],
      exports: [Database, Transaction, Changes, ChangeHistory, Leases],
    };
  }
}
