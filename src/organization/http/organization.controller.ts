import { Body, Get, Patch, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RestApi } from '../../bearer/rest-api';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, IfMatch } from '../../shared/http/etag';
import { OrganizationNumbers } from '../application/organization-numbers';
import { OrganizationSettings } from '../application/organization-settings';
import type { Organization } from '../domain/organization';
import { ChangeOrganizationDto } from './organization.dto';

/** /v1/organization: its name, and how much there is of everything. */
@RestApi('v1/organization')
export class OrganizationController {
  constructor(
    private readonly organization: OrganizationSettings,
    private readonly numbers: OrganizationNumbers,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async show(@Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, await this.organization.read());
  }

  @Patch()
  @RequireScopes('admin:write')
  async change(
    @CurrentCaller() caller: Caller,
    @IfMatch() condition: Precondition,
    @Body() { name }: ChangeOrganizationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(reply, await this.organization.rename(name, condition, partyOf(caller)));
  }

  /** The version is that of the name; the numbers change without it, so that no answer is ever 304. */
  private async answer(reply: FastifyReply, { name, version }: Organization) {
    return changedBody(reply, version, { name, ...(await this.numbers.count()) });
  }
}
