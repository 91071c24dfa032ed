import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import type { Session } from '../../sessions/domain/session';
import { Clock } from '../../shared/domain/clock';
import { clientParty, SecurityEvents, userParty } from '../../shared/domain/security-events';
import { Transaction } from '../../shared/domain/transaction';
import { Authorizations } from '../../tokens/application/stores';
import { newAuthorization, UNUSED_MS } from '../../tokens/domain/authorization';
import type { User } from '../../users/domain/user';
import type { AuthorizationRequest } from '../domain/authorization-request';
import { ResponseTypes } from './response-type';
import { Consents } from './stores';

/** Everything that a person's "yes" consists of. */
export interface Approval {
  client: Client;
  request: AuthorizationRequest;
  user: User;
  session: Session;
  scopes: string[];
  /** Whether the person was asked now; a first-party app is not, and leaves no consent behind. */
  asked: boolean;
}

/** Turns a person's "yes" into a consent, an Authorization, and the answer for the app. */
@Injectable()
export class Granter {
  constructor(
    private readonly consents: Consents,
    private readonly authorizations: Authorizations,
    private readonly responseTypes: ResponseTypes,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly events: SecurityEvents,
  ) {}

  /** @returns the members of the authorization response */
  async grant({ client, request, user, session, scopes, asked }: Approval): Promise<Record<string, string>> {
    const responseType = this.responseTypes.find(request.responseType)!;
    const now = this.clock.now();
    const authorization = newAuthorization({
      grantType: responseType.grantType,
      userId: user.id,
      client,
      scopes,
      resource: request.resource,
      nonce: request.nonce,
      sid: session.id,
      authTime: session.authTime,
      acr: session.acr,
      amr: session.amr,
      createdAt: now,
      expiresAt: now + UNUSED_MS,
    });
    const answer = async () => {
      await this.authorizations.add(authorization);
      return responseType.respond({ request, client, user, authorization });
    };
    // Without a new consent there is nothing to undo: an Authorization that nobody has an answer for is soon forgotten.
    if (!asked) return answer();
    return this.transaction.run(async () => {
      await this.consents.allow(user.id, client.ref, request.resource, scopes, now);
      await this.publish('consent.granted', client, user);
      return answer();
    });
  }

  async noteRefusal(client: Client, user: User): Promise<void> {
    await this.publish('consent.denied', client, user);
  }

  private publish(type: 'consent.granted' | 'consent.denied', client: Client, user: User): Promise<void> {
    return this.events.publish({
      type,
      outcome: 'success',
      actor: userParty(user.id),
      target: clientParty(client.id),
      clientId: client.id,
      userId: user.id,
    });
  }
}
