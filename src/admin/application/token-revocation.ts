import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { clientRef } from '../../clients/domain/client';
import { PersonalAccessTokenStore } from '../../personal-access-tokens/application/personal-access-token-store';
import { Platform } from '../../shared/application/platform';
import type { EpochMs } from '../../shared/domain/clock';
import { type Change, clientParty, type Party, userParty } from '../../shared/domain/security-events';
import { EndedMarks } from '../../tokens/application/ended-marks';
import { MassEndings } from '../../tokens/application/mass-endings';
import type { TokenKindWord } from '../../tokens/domain/token-kind';

/** Which tokens shall end, in the words of whoever asks; something is said. */
export interface RevocationOrder {
  userId?: string;
  clientId?: string;
  kind?: TokenKindWord;
  issuedBefore?: EpochMs;
}

export interface MassRevocation {
  /** Acts of granting that it was about, each with the tokens that came from it. */
  matched: number;
  revoked: number;
}

/** Revokes many tokens at once: of a person, of a client, of a kind, from before a moment. */
@Injectable()
export class TokenRevocation {
  constructor(
    private readonly endings: MassEndings,
    private readonly marks: EndedMarks,
    private readonly personal: PersonalAccessTokenStore,
    private readonly clients: Clients,
    private readonly platform: Platform,
  ) {}

  async count(order: RevocationOrder): Promise<number> {
    return this.endings.count(selectorOf(order), this.platform.now());
  }

  /** When it returns, none of them opens anything, on any node. */
  revoke(order: RevocationOrder, actor: Party): Promise<MassRevocation> {
    const selector = selectorOf(order);
    return this.platform.transaction(async () => {
      // One after another, so that each counts what those before it have left.
      await this.platform.lock('mass revocation');
      const at = this.platform.now();
      const matched = await this.endings.count(selector, at);
      await this.endings.end(selector, at);
      await this.note(order, at);
      await this.platform.publish({
        type: 'token.revoked',
        outcome: 'success',
        actor,
        ...targetOf(order),
        clientId: order.clientId ?? null,
        userId: order.userId ?? null,
        changes: changesOf(order, matched),
      });
      return { matched, revoked: matched };
    });
  }

  /** What has ended is noted where lists look. */
  private async note({ userId, clientId, kind }: RevocationOrder, at: EpochMs): Promise<void> {
    if (clientId === undefined && (kind === undefined || kind === 'personal'))
      await this.personal.endWithAuthorizations(userId ?? null, at);
    if (userId !== undefined || kind === 'personal' || kind === 'access') return;
    const refs =
      clientId === undefined ? (await this.clients.list()).map(({ ref }) => ref) : [clientRef(clientId)];
    this.marks.later(refs);
  }
}

const selectorOf = ({ clientId, ...same }: RevocationOrder) => ({
  ...same,
  ...(clientId !== undefined && { clientRef: clientRef(clientId) }),
});

/** A person or a client whose tokens they all were. */
function targetOf({ userId, clientId }: RevocationOrder): { target?: Party } {
  if (userId !== undefined && clientId !== undefined) return {};
  if (userId !== undefined) return { target: userParty(userId) };
  return clientId === undefined ? {} : { target: clientParty(clientId) };
}

/** How many it was about, and everything that selected them. */
function changesOf({ userId, clientId, kind, issuedBefore }: RevocationOrder, matched: number): Change[] {
  return [
    { path: 'matched', to: matched },
    ...(userId === undefined ? [] : [{ path: 'user_id', to: userId }]),
    ...(clientId === undefined ? [] : [{ path: 'client_id', to: clientId }]),
    ...(kind === undefined ? [] : [{ path: 'kind', to: kind }]),
    ...(issuedBefore === undefined
      ? []
      : [{ path: 'issued_before', to: new Date(issuedBefore).toISOString() }]),
  ];
}
