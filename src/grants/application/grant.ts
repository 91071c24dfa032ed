import type { GrantTypes } from '../../clients/application/grant-types';
import type { Settings } from '../../config/settings';
import type { Client } from '../../clients/domain/client';
import type { Parameters } from '../../shared/domain/parameters';

/** What a grant hands out (RFC 6749 §5.1). */
export interface IssuedTokens {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  scopes: string[];
  refreshToken: string | null;
  authorizationId: string;
  userId: string | null;
}

/** One `grant_type` (RFC 6749 §1.3): one subclass in one file, and one line in the list of grants. */
export abstract class Grant {
  /** The `grant_type` on the wire. */
  abstract readonly type: string;

  /**
   * Turns what the client holds into tokens. The client has authenticated and may use this type.
   *
   * @throws OAuthError of RFC 6749 §5.2; a refused request uses nothing up
   */
  abstract exchange(client: Client, params: Parameters): Promise<IssuedTokens>;
}

/** The grants that this server knows: ours that are switched on now, and a company's own. */
export class Grants {
  private readonly own: Grant[] = [];

  constructor(
    private readonly ours: readonly Grant[],
    private readonly names: GrantTypes,
    private readonly settings: Settings,
  ) {}

  get all(): readonly Grant[] {
    return [...this.ours.filter(({ type }) => this.settings.hasGrant(type)), ...this.own];
  }

  add(grant: Grant): void {
    this.own.push(grant);
    this.names.add(grant.type);
  }

  find(type: string): Grant | null {
    return this.all.find((candidate) => candidate.type === type) ?? null;
  }
}
