import { Body, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { Clock } from '../../shared/domain/clock';
import { Problem } from '../../shared/domain/problem';
import { invalidParameter, moment, oneOf, shortText, textUpTo } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { TOKEN_KINDS } from '../../tokens/domain/token-kind';
import { UserDirectory } from '../../users/application/user-directory';
import { TokenDesk } from '../application/token-desk';
import { TokenLookup } from '../application/token-lookup';
import { type RevocationOrder, TokenRevocation } from '../application/token-revocation';
import { TOKEN_STATES } from '../application/token-search';
import { address } from './audit-query';
import { requireMayTouch } from './people-rights';
import { tokenBody } from './token-body';
import { LookupTokenDto, orderOf, RevokeTokensDto } from './token.dto';

const TOKEN_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: {
    kind: oneOf(...TOKEN_KINDS),
    user_id: textUpTo(255),
    client_id: textUpTo(2000),
    status: oneOf(...TOKEN_STATES),
    scope: shortText,
    ip: address,
    last_used_after: moment,
    expires_before: moment,
  },
} as const;

/** /v1/admin/tokens: what is known of tokens, without their values, and how they end. */
@RestApi('v1/admin/tokens')
export class AdminTokensController {
  constructor(
    private readonly desk: TokenDesk,
    private readonly lookups: TokenLookup,
    private readonly revocation: TokenRevocation,
    private readonly directory: UserDirectory,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(
    @ListParameters(TOKEN_LIST) query: ListQuery<typeof TOKEN_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listBody(reply, query, await this.desk.search(query.page, query.filters), tokenBody);
  }

  /** The value comes in the body: addresses are logged. */
  @Post('lookup')
  @HttpCode(200)
  @RequireScopes('admin:read')
  async lookup(@Body() { token }: LookupTokenDto) {
    const found = await this.lookups.find(token.trim());
    if (!found) throw new Problem('not-found', 'This server does not know that token, or knows it no more.');
    return tokenBody(found);
  }

  @Post('revoke')
  @HttpCode(200)
  @RequireScopes('admin:write')
  async revoke(@CurrentCaller() caller: Caller, @Body() body: RevokeTokensDto) {
    const order = orderOf(body);
    requireSelector(order, this.clock.now());
    if (body.dry_run) return { matched: await this.revocation.count(order), revoked: 0 };
    if (order.userId !== undefined) await this.requireMayTouch(caller, order.userId);
    return this.revocation.revoke(order, partyOf(caller));
  }

  @Get(':id')
  @RequireScopes('admin:read')
  async show(@Param('id') id: string) {
    return tokenBody(await this.desk.find(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async remove(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    const userId = await this.desk.ownerOf(id);
    if (userId !== null) await this.requireMayTouch(caller, userId);
    await this.desk.remove(id, partyOf(caller));
  }

  private async requireMayTouch(caller: Caller, userId: string): Promise<void> {
    requireMayTouch(caller, await this.directory.find(userId));
  }
}

/** @throws Problem `validation-failed` for an order that would end everything, or what is not there yet */
export function requireSelector(order: RevocationOrder, now: number): void {
  if (Object.keys(order).length === 0) {
    const detail = 'Say which tokens: user_id, client_id, kind or issued_before.';
    throw new Problem('validation-failed', detail, { errors: [{ pointer: '', code: 'empty', detail }] });
  }
  if ((order.issuedBefore ?? 0) <= now) return;
  throw invalidParameter('issued_before', 'future', 'That moment is still to come.');
}
