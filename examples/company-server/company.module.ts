import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import {
  AuthServerModule,
  BearerGuard,
  BearerModule,
  type Caller,
  ClaimsProvider,
  CurrentCaller,
  Pages,
  RequireScopes,
  type ScopeDefinition,
  type Settings,
  UserDirectory,
} from '../../src/index';
import { BadgeGrant } from './badge.grant';
import { CompanyPages } from './company-pages';
import { DepartmentClaim } from './department-claim';
import { StaffDirectory } from './staff-directory';

const READ_PARCELS: ScopeDefinition = {
  name: 'read:parcels',
  description: 'List parcels',
  consentText: 'See your parcels',
  group: 'Parcels',
  risk: 'read',
  grantableTo: 'both',
  role: 'member',
};

/** An API of the company in the same process, protected by the guard. */
@Controller('parcels')
@UseGuards(BearerGuard)
export class ParcelsController {
  @Get()
  @RequireScopes('read:parcels')
  list(@CurrentCaller() caller: Caller) {
    return { data: [], for: caller.user?.name ?? caller.clientId };
  }
}

/** The company's own providers, where parts and grants find them. */
@Module({ providers: [StaffDirectory], exports: [StaffDirectory] })
export class StaffModule {}

@Module({ imports: [BearerModule], controllers: [ParcelsController] })
export class ParcelsModule {}

/** The company's server: ours, with its people, its claim, its pages, its scope and its grant. */
export const companyServer = (settings: Settings) =>
  AuthServerModule.forRoot({
    settings,
    imports: [StaffModule, ParcelsModule],
    parts: [
      { provide: UserDirectory, useExisting: StaffDirectory },
      { provide: ClaimsProvider, useClass: DepartmentClaim },
      { provide: Pages, useClass: CompanyPages },
    ],
    grants: [BadgeGrant],
    scopes: [READ_PARCELS],
  });
