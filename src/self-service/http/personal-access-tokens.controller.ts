import { Body, Delete, Get, HttpCode, Param, Patch, Post, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf, requirePerson } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import { daysOf, TOKEN_STATUSES } from '../../personal-access-tokens/domain/personal-access-token';
import { madeTokenBody, tokenBody } from '../../personal-access-tokens/token-body';
import { Platform } from '../../shared/application/platform';
import { moment, oneOf } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { TokenPowers } from './token-powers';
import { RotatedTwiceInterceptor } from './rotated-twice.interceptor';
import { ChangeTokenDto, CreateTokenDto, RotateTokenDto } from './token.dto';
import { lifetimeOf } from './token-lifetime';

const TOKEN_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: { state: oneOf(...TOKEN_STATUSES), expires_before: moment, last_used_before: moment },
} as const;

/** /v1/me/personal-access-tokens: the tokens that people make for their own hand. */
@RestApi('v1/me/personal-access-tokens')
@UseInterceptors(RotatedTwiceInterceptor)
@RequireScopes('manage:tokens')
export class OwnTokensController {
  constructor(
    private readonly tokens: PersonalAccessTokens,
    private readonly powers: TokenPowers,
    private readonly platform: Platform,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @ListParameters(TOKEN_LIST) query: ListQuery<typeof TOKEN_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.tokens.search(requirePerson(caller).id, query.page, query.filters);
    return listBody(reply, query, page, (token) => tokenBody(token, this.platform.now()));
  }

  @Post()
  @ShowsSecret()
  async create(@CurrentCaller() caller: Caller, @Body() body: CreateTokenDto) {
    const user = requirePerson(caller);
    this.powers.requireMaker(caller, user);
    this.powers.requireGivable(body.scopes);
    this.powers.requireAll(caller, body.scopes);
    const expiresInDays = lifetimeOf(body, this.platform.now());
    const made = await this.tokens.create(user, { ...body, expiresInDays });
    return madeTokenBody(made, this.platform.now());
  }

  @Patch(':id')
  async change(@CurrentCaller() caller: Caller, @Param('id') id: string, @Body() body: ChangeTokenDto) {
    const token = await this.tokens.update(requirePerson(caller), id, { ...body }, partyOf(caller));
    return tokenBody(token, this.platform.now());
  }

  @Post(':id/rotate')
  @ShowsSecret()
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { expires_in, overlap = 0 }: RotateTokenDto,
  ) {
    const user = requirePerson(caller);
    const token = await this.tokens.find(user.id, id);
    this.powers.requireRotatable(token);
    this.powers.requireAll(caller, token.scopes);
    const days = expires_in === undefined ? {} : { expiresInDays: daysOf(expires_in) };
    const made = await this.tokens.rotate(user, id, { ...days, overlapSeconds: overlap });
    return madeTokenBody(made, this.platform.now());
  }

  @Delete(':id')
  @HttpCode(204)
  async revoke(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.tokens.revoke(id, requirePerson(caller).id, partyOf(caller));
  }
}
