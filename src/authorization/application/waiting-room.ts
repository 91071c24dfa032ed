import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import type { Client } from '../../clients/domain/client';
import { languageOf } from '../../locales/choose-language';
import type { Visitor } from '../../sessions/domain/visitor';
import { Platform } from '../../shared/application/platform';
import { keepAskedLanguage } from '../../shared/application/request-context';
import { newId } from '../../shared/domain/id';
import { sha256 } from '../../shared/domain/secret';
import { newPendingRequest, type PendingContent, type PendingRequest } from '../domain/pending-request';
import { PendingRequests } from './stores';

/** The transaction of a form is over, unknown, or somebody else's. */
export class StaleRequestError extends Error {
  /** @param restart the transaction, where the same request can be started again */
  constructor(readonly restart: string | null = null) {
    super('The transaction is over, unknown, or somebody else’s');
  }
}

/** A request that waits, and the client that it is from. */
export interface Waiting {
  pending: PendingRequest;
  client: Client;
}

/** Where requests wait while a person signs in and decides; each is known again only in its own browser. */
@Injectable()
export class WaitingRoom {
  constructor(
    private readonly store: PendingRequests,
    private readonly clients: Clients,
    private readonly platform: Platform,
  ) {}

  /** @returns the `txn` that pages and forms carry */
  async enter(client: Client, content: PendingContent, visitor: Visitor): Promise<string> {
    const values = {
      id: newId('txn'),
      browserHash: sha256(visitor.browser),
      sessionId: visitor.signedIn?.session.id ?? null,
      clientRef: client.ref,
      content,
    };
    await this.store.add(newPendingRequest(values, this.platform.now()));
    // A page that opens one request after another fills no table.
    const { pendingSignIns } = this.platform.settings.limits;
    this.platform.inBackground(() => this.store.keepLatest(values.browserHash, pendingSignIns));
    return values.id;
  }

  /** The same request, from its beginning, after it has waited too long. @throws StaleRequestError */
  async enterAgain(txn: string | null, visitor: Visitor): Promise<string> {
    const { pending, client } = await this.known(txn, visitor);
    await this.leave(pending);
    return this.enter(client, pending.content, visitor);
  }

  /** @throws StaleRequestError when it is over, unknown, or from another browser, or its client or address is gone */
  async find(txn: string | null, visitor: Visitor): Promise<Waiting> {
    const waiting = await this.known(txn, visitor);
    if (waiting.pending.isOver(this.platform.now())) throw new StaleRequestError(waiting.pending.id);
    return waiting;
  }

  private async known(txn: string | null, visitor: Visitor): Promise<Waiting> {
    const pending = txn === null ? null : await this.store.find(txn);
    if (!pending || pending.id !== txn || pending.expiresAt <= this.platform.now())
      throw new StaleRequestError();
    const sameBrowser = pending.browserHash === sha256(visitor.browser);
    const sameSession = visitor.signedIn !== null && pending.sessionId === visitor.signedIn.session.id;
    const client = sameBrowser || sameSession ? await this.clients.findByRef(pending.clientRef) : null;
    if (!client?.isActive || !client.hasRedirectUri(addressOf(pending))) throw new StaleRequestError();
    if ('request' in pending.content && languageOf(pending.content.request.uiLocales)) keepAskedLanguage();
    return { pending, client };
  }

  /** Notes what the consent page shows, and to whom: only that session may decide, and only about that. */
  showTo(txn: string, sessionId: string, scopes: readonly string[]): Promise<void> {
    return this.store.showTo(txn, sessionId, scopes);
  }

  /** Notes that the person goes on with the session they have. */
  choose(pending: PendingRequest, sessionId: string): Promise<void> {
    return this.store.choose(pending.id, sessionId);
  }

  /** Lets a request out, once. @throws StaleRequestError when another was first */
  async leave(pending: PendingRequest): Promise<void> {
    if (!(await this.store.take(pending.id))) throw new StaleRequestError();
  }
}

const addressOf = ({ content }: PendingRequest): string =>
  ('request' in content ? content.request : content.returnTo).redirectUri;
