/** What can happen, in the words of the audit log; each has its words in the catalogues, as `event.…`. */
export const SECURITY_EVENT_TYPES = [
  'client.created',
  'client.deleted',
  'client.disabled',
  'client.enabled',
  'client.secret.auth_failed',
  'client.secret.created',
  'client.secret.leak_reported',
  'client.secret.removed',
  'client.secret.rotated',
  'client.updated',
  'code.issued',
  'code.reused',
  'consent.denied',
  'consent.granted',
  'consent.revoked',
  'key.activated',
  'key.created',
  'key.removed',
  'password.changed',
  'password.reset_requested',
  'pat.created',
  'pat.expired',
  'pat.leak_reported',
  'pat.reuse_detected',
  'pat.revoked',
  'pat.rotated',
  'pat.updated',
  'refresh.reuse_detected',
  'resource.created',
  'resource.deleted',
  'resource.updated',
  'scope.created',
  'scope.deleted',
  'scope.updated',
  'session.revoked',
  'settings.updated',
  'token.issued',
  'token.leak_reported',
  'token.refreshed',
  'token.revoked',
  'user.created',
  'user.deleted',
  'user.disabled',
  'user.enabled',
  'user.invited',
  'user.login.failed',
  'user.login.locked',
  'user.login.succeeded',
  'user.logout',
  'user.unlocked',
  'user.updated',
] as const;

export type SecurityEventType = (typeof SECURITY_EVENT_TYPES)[number];

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
    | 'scope'
    | 'resource'
    | 'organization';
  id: string | null;
}

/** What is different now. What is secret, or nobody's business, has a path and nothing else. */
export interface Change {
  path: string;
  from?: unknown;
  to?: unknown;
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
  changes?: Change[];
}

type Listener = (event: SecurityEvent) => Promise<void>;

/**
 * Carries what must flow against the direction of imports: modules publish, others listen.
 *
 * Listeners are awaited in the publisher's transaction, so a thing and its consequences are committed together.
 */
export class SecurityEvents {
  private readonly subscriptions: { types: ReadonlySet<SecurityEventType> | null; listener: Listener }[] = [];

  /** @param types what the listener wants to hear of */
  subscribe(types: Iterable<SecurityEventType>, listener: Listener): void {
    this.subscriptions.push({ types: new Set(types), listener });
  }

  subscribeToAll(listener: Listener): void {
    this.subscriptions.push({ types: null, listener });
  }

  /** To all, before those that are there already: for who tells events in their order, causes before consequences. */
  subscribeFirst(listener: Listener): void {
    this.subscriptions.unshift({ types: null, listener });
  }

  async publish(event: SecurityEvent): Promise<void> {
    for (const { types, listener } of this.subscriptions)
      if (types === null || types.has(event.type)) await listener(event);
  }
}

export const SYSTEM: Party = { type: 'system', id: null };
export const ANONYMOUS: Party = { type: 'anonymous', id: null };
export const userParty = (id: string): Party => ({ type: 'user', id });
export const clientParty = (id: string): Party => ({ type: 'client', id });
