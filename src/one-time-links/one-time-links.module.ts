import { Module } from '@nestjs/common';
import { OneTimeLinkStore } from './application/one-time-link-store';
import { OneTimeLinks } from './application/one-time-links';
import { TypeOrmOneTimeLinkStore } from './infrastructure/typeorm-one-time-link-store';

/** Links that work once: to choose a password, to confirm an address, to begin. */
@Module({
  providers: [OneTimeLinks, { provide: OneTimeLinkStore, useClass: TypeOrmOneTimeLinkStore }],
  exports: [OneTimeLinks, OneTimeLinkStore],
})
export class OneTimeLinksModule {}
