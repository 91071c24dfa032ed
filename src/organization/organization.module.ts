import { Module } from '@nestjs/common';
import { BearerModule } from '../bearer/bearer.module';
import { UsersModule } from '../users/users.module';
import { OrganizationNumbers } from './application/organization-numbers';
import { OrganizationSettings } from './application/organization-settings';
import { Organizations } from './application/organizations';
import { MembersController } from './http/members.controller';
import { OrganizationController } from './http/organization.controller';
import { TypeOrmOrganizationNumbers } from './infrastructure/typeorm-organization-numbers';
import { TypeOrmOrganizations } from './infrastructure/typeorm-organizations';

/** The sample API about the organization as a whole. */
@Module({
  imports: [BearerModule, UsersModule],
  controllers: [OrganizationController, MembersController],
  providers: [
    OrganizationSettings,
    { provide: Organizations, useClass: TypeOrmOrganizations },
    { provide: OrganizationNumbers, useClass: TypeOrmOrganizationNumbers },
  ],
})
export class OrganizationModule {}
