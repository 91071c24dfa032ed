import { Body, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { Settings, SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../config/settings';
import { KeyList, type KnownKey } from '../../keys/application/key-list';
import { KeyRing, type Rotated } from '../../keys/application/key-ring';
import { KeyStore, requireRing } from '../../keys/application/key-store';
import type { SigningKey } from '../../keys/domain/signing-key';
import { keyBody } from '../../keys/key-body';
import { IsFlag, IsOneOf, MayBeAbsent } from '../../shared/http/fields';
import { wholeList, WithoutParameters } from '../../shared/http/list';
import { rfc3339OrNull } from '../../shared/http/rfc3339';
import { SigningKeyRotation } from '../../tokens/application/signing-key-rotation';

/** The body of POST /v1/admin/keys. */
class CreateKeyDto {
  @MayBeAbsent()
  @IsOneOf(...SIGNING_ALGORITHMS)
  alg?: SigningAlgorithm;
}

/** The body of POST /v1/admin/keys/rotate. */
class RotateKeysDto {
  @MayBeAbsent()
  @IsFlag()
  emergency?: boolean;
}

/** /v1/admin/keys: the keys that sign tokens; never their private halves. */
@RestApi('v1/admin/keys')
export class AdminKeysController {
  constructor(
    private readonly keys: KeyList,
    private readonly ring: KeyRing,
    private readonly rotation: SigningKeyRotation,
    private readonly store: KeyStore,
    private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(@WithoutParameters() _query: object) {
    return wholeList((await this.keys.all()).map(bodyOf));
  }

  @Post()
  @RequireScopes('admin:write')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateKeyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    requireRing(this.store, this.settings);
    const made = await this.ring.announce(body.alg ?? this.settings.signingAlg, partyOf(caller));
    reply.header('Location', `/v1/admin/keys/${made.kid}`);
    return this.body(made);
  }

  @Post('rotate')
  @HttpCode(200)
  @RequireScopes('admin:write')
  async rotate(@CurrentCaller() caller: Caller, @Body() { emergency = false }: RotateKeysDto) {
    return this.rotated(await this.rotation.rotate({ emergency, actor: partyOf(caller) }));
  }

  @Post(':kid/activate')
  @HttpCode(200)
  @RequireScopes('admin:write')
  async activate(@CurrentCaller() caller: Caller, @Param('kid') kid: string) {
    return this.rotated(await this.rotation.activate(kid, partyOf(caller)));
  }

  @Delete(':kid')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async remove(@CurrentCaller() caller: Caller, @Param('kid') kid: string): Promise<void> {
    requireRing(this.store, this.settings);
    await this.ring.remove(kid, partyOf(caller));
  }

  private rotated({ active, retiring }: Rotated) {
    return { active: this.body(active), retiring: retiring && this.body(retiring) };
  }

  private body(key: SigningKey) {
    return bodyOf(this.keys.know(key));
  }
}

const bodyOf = (key: KnownKey) => keyBody(key, rfc3339OrNull);
