import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { type Client, clientRef } from '../../clients/domain/client';
import { Settings } from '../../config/settings';
import { Resources } from '../../scopes/application/resources';
import { intersect } from '../../scopes/domain/scope';
import { Platform } from '../../shared/application/platform';
import { ImportedRefreshTokens } from '../../tokens/application/imported-refresh-tokens';
import type { PassportRefreshToken } from '../domain/passport-rows';
import type { KnownPeople } from './known-people';

export type TokenOutcome = 'taken' | 'here' | { leftOut: string };

interface TakeOptions {
  isDry: boolean;
  drafts: readonly Client[];
}

/** Takes refresh tokens of Laravel Passport over, so that nobody has to sign in again. */
@Injectable()
export class PassportTokenImport {
  constructor(
    private readonly clients: Clients,
    private readonly tokens: ImportedRefreshTokens,
    private readonly resources: Resources,
    private readonly settings: Settings,
    private readonly platform: Platform,
  ) {}

  /** Some tokens, all or none. @param drafts clients that a dry run has not registered */
  takeSome(
    rows: readonly PassportRefreshToken[],
    people: KnownPeople,
    options: TakeOptions,
  ): Promise<TokenOutcome[]> {
    return this.platform.transaction(async () => {
      await this.platform.lock('import of refresh tokens');
      const outcomes: TokenOutcome[] = [];
      for (const row of rows) outcomes.push(await this.take(row, people, options));
      return outcomes;
    });
  }

  private async take(
    row: PassportRefreshToken,
    people: KnownPeople,
    { isDry, drafts }: TakeOptions,
  ): Promise<TokenOutcome> {
    if (this.settings.passportAppKey === null)
      return {
        leftOut: 'PASSPORT_APP_KEY is not set: without it they cannot be read when they are presented.',
      };
    const client =
      (await this.clients.findByRef(clientRef(row.clientId))) ??
      (isDry ? drafts.find(({ id }) => id === row.clientId) : null);
    const user = row.email === null ? null : await people.find(row.email);
    if (!user?.isActive) return { leftOut: 'The person is not known here, or disabled.' };
    const reason = client ? this.reasonAgainst(client, row) : 'The client is not here.';
    if (!client || reason) return { leftOut: reason };
    if (await this.tokens.isHere(row.id)) return 'here';
    const end = this.endOf(row);
    if (end <= this.platform.now())
      return { leftOut: 'The sign-in is older than REFRESH_TOKEN_ABSOLUTE_TTL.' };
    if (isDry) return 'taken';
    await this.tokens.add({
      id: row.id,
      client,
      userId: user.id,
      scopes: intersect(row.scopes, client.scopes),
      resource: this.resources.default.uri,
      expiresAt: Math.min(row.expiresAt, end),
      absoluteExpiresAt: end,
    });
    return 'taken';
  }

  private reasonAgainst(client: Client, { scopes }: PassportRefreshToken): string {
    if (!client.isActive || !client.mayUse('refresh_token')) return 'The client may not refresh tokens here.';
    if (scopes.includes('*')) return 'They are for every scope ("*"), which does not exist here.';
    if (scopes.length > 0 && intersect(scopes, client.scopes).length === 0)
      return 'None of their scopes is known here.';
    return '';
  }

  private endOf({ issuedAt, expiresAt }: PassportRefreshToken): number {
    return issuedAt === null ? expiresAt : issuedAt + this.settings.refreshTokenAbsoluteTtl * 1000;
  }
}
