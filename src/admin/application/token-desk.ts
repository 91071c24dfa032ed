import { Injectable } from '@nestjs/common';
import { PersonalAccessTokenEndings } from '../../personal-access-tokens/application/personal-access-token-endings';
import { PersonalAccessTokenStore } from '../../personal-access-tokens/application/personal-access-token-store';
import { Clock } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import type { Party } from '../../shared/domain/security-events';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import { parseJti } from '../../tokens/domain/access-token';
import { type Origin, TokenLookup } from './token-lookup';
import { type KnownToken, type TokenFilters, TokenSearch } from './token-search';

/** No access token lives longer: a signed one that is revoked by its id is remembered for so long. */
const LONGEST_LIFE_MS = 31_536_000_000;

/** What administrators see of tokens, and how they end one of them. Nobody ever sees a value again. */
@Injectable()
export class TokenDesk {
  constructor(
    private readonly finder: TokenSearch,
    private readonly lookups: TokenLookup,
    private readonly revoker: TokenRevoker,
    private readonly personal: PersonalAccessTokenStore,
    private readonly endings: PersonalAccessTokenEndings,
    private readonly clock: Clock,
  ) {}

  search(page: PageRequest<'createdAt'>, filters: TokenFilters): Promise<Page<KnownToken>> {
    return this.finder.find(page, filters, this.clock.now());
  }

  /** @throws Problem `not-found`, also for signed tokens, which are not stored */
  async find(id: string): Promise<KnownToken> {
    const token = await this.finder.get(id, this.clock.now());
    if (!token) throw Problem.notFound('token');
    return token;
  }

  /** Whose token it is; null: a machine's, or nobody knows it. */
  async ownerOf(id: string): Promise<string | null> {
    const token = await this.finder.get(id, this.clock.now());
    if (token) return token.userId;
    const named = parseJti(id);
    return (named && (await this.lookups.origin(named.authorizationId)))?.given.userId ?? null;
  }

  /**
   * Ends it. A refresh token takes the access tokens beside it along; one that is over already is no news.
   *
   * @throws Problem `not-found`
   */
  async remove(id: string, actor: Party): Promise<void> {
    const token = await this.finder.get(id, this.clock.now());
    if (!token) return this.removeSigned(id, actor);
    if (token.status !== 'active') return;
    const clientId = token.client?.id ?? null;
    if (token.kind === 'refresh')
      await this.revoker.revokeAuthorization(token.authorizationId, actor, clientId);
    else if (token.kind === 'access')
      await this.revoker.revokeAccessToken({ jti: id, expiresAt: token.expiresAt }, actor, clientId);
    else await this.endings.revoke((await this.personal.find(id))!, actor);
  }

  /** @throws Problem `not-found` for the id of a token that is neither stored nor can have been signed */
  async requireKnown(id: string): Promise<void> {
    if (!(await this.finder.get(id, this.clock.now()))) await this.signedOrigin(id);
  }

  private async removeSigned(id: string, actor: Party): Promise<void> {
    const { client } = await this.signedOrigin(id);
    const expiresAt = this.clock.now() + LONGEST_LIFE_MS;
    await this.revoker.revokeAccessToken({ jti: id, expiresAt }, actor, client?.id ?? null);
  }

  /** A signed token is not stored: its id is believed when what it names is there, and can have issued it by now. */
  private async signedOrigin(id: string): Promise<Origin> {
    const named = parseJti(id);
    const origin = named && (await this.lookups.origin(named.authorizationId));
    if (!origin?.given.clientRef || isStillToCome(named!.generation, origin)) throw Problem.notFound('token');
    return origin;
  }
}

/** No token carries a generation that is not reached yet. */
const isStillToCome = (generation: number, { given, client }: Origin): boolean =>
  generation > given.generationWith(client);
