import { Injectable } from '@nestjs/common';
import type { AdminTokenRow } from '../../pages/templates/admin-tokens';
import { DirectoryKind } from '../../users/application/directory-kind';
import { UserDirectory } from '../../users/application/user-directory';
import type { KnownToken } from '../application/token-search';

export const TOKENS_PATH = '/admin/tokens';

export const tokenPath = (id: string): string => `${TOKENS_PATH}/${encodeURIComponent(id)}`;

/** Tokens as the pages show them: with the name of whose they are. */
@Injectable()
export class TokenViews {
  constructor(
    private readonly directory: UserDirectory,
    private readonly kind: DirectoryKind,
  ) {}

  /** The rows of a list; everybody is looked up once. */
  async rows(tokens: readonly KnownToken[]): Promise<AdminTokenRow[]> {
    const people = new Map<string, string>();
    for (const id of new Set(tokens.map(({ userId }) => userId))) {
      if (id !== null) people.set(id, (await this.directory.find(id))?.email ?? id);
    }
    return tokens.map((token) => this.row(token, people));
  }

  private row({ userId, client, ...token }: KnownToken, people: Map<string, string>): AdminTokenRow {
    const { kind, status, name, createdAt, expiresAt } = token;
    const href = this.kind.isLocal && userId !== null ? `/admin/users/${encodeURIComponent(userId)}` : null;
    return {
      href: tokenPath(token.id),
      ...{ kind, status, name, createdAt, expiresAt },
      person: userId === null ? null : { label: people.get(userId)!, href },
      app: client && { name: client.name, href: `/admin/clients/${encodeURIComponent(client.id)}` },
    };
  }
}
