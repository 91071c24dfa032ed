/** What happened, in the words of the audit log. */
export type SecurityEventType =
  | `user.${'login.succeeded' | 'login.failed' | 'login.locked' | 'logout' | 'created' | 'updated' | 'disabled' | 'enabled' | 'deleted' | 'invited'}`
  | `password.${'changed' | 'reset_requested'}`
  | `session.revoked`
  | `consent.${'granted' | 'denied' | 'revoked'}`
  | `code.${'issued' | 'reused'}`
  | `token.${'issued' | 'refreshed' | 'revoked'}`
  | 'refresh.reuse_detected'
  | `pat.${'created' | 'rotated' | 'revoked'}`
  | `client.${'created' | 'updated' | 'disabled' | 'enabled' | 'deleted'}`
  | `client.secret.${'created' | 'rotated' | 'removed' | 'auth_failed'}`
  | `key.${'created' | 'activated' | 'removed'}`
  | 'settings.updated';

/** Who did it, or to what it was done. */
export interface Party {
  type:
    | 'user'
    | 'client'
    | 'system'
    | 'anonymous'
    | 'authorization'
    | 'token'
    | 'session'
    | 'key'
    | 'organization';
  id: string | null;
}

/** Something that matters for security. It never holds a secret. */
export interface SecurityEvent {
  type: SecurityEventType;
  outcome: 'success' | 'failure';
  actor: Party;
  target?: Party;
  /** The wire id of the client concerned. */
  clientId?: string | null;
  userId?: string | null;
  changes?: { path: string; from?: unknown; to?: unknown }[];
}

type Listener = (event: SecurityEvent) => Promise<void>;

/**
 * Carries what must flow against the direction of imports: modules publish, others listen.
 *
 * Listeners are awaited in the publisher's transaction, so a thing and its consequences are committed together.
 */
export class SecurityEvents {
  private readonly listeners: Listener[] = [];

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  async publish(event: SecurityEvent): Promise<void> {
    for (const listener of this.listeners) await listener(event);
  }
}

export const SYSTEM: Party = { type: 'system', id: null };
export const ANONYMOUS: Party = { type: 'anonymous', id: null };
export const userParty = (id: string): Party => ({ type: 'user', id });
export const clientParty = (id: string): Party => ({ type: 'client', id });
