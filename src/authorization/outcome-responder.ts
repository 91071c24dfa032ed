import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Client } from '../clients/domain/client';
import { isHttps } from '../clients/domain/redirect-uri';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { redirect, sendPage, wantsPage } from '../pages/reply';
import { ScopeCatalogue } from '../scopes/application/scope-catalogue';
import { Csrf } from '../sessions/application/csrf';
import { signedInPurpose, type Visitor } from '../sessions/domain/visitor';
import { withFormAction } from '../shared/http/content-security-policy';
import type { ConsentQuestion, Outcome } from './application/authorize-flow';

/** The request that is answered. */
export interface Exchange {
  visitor: Visitor;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Whether the browser came by a link, or by posting one of our forms (directly or one redirect before). */
  after: 'navigation' | 'form';
}

/** Answers the browser with what the authorize flow decided. */
@Injectable()
export class OutcomeResponder {
  constructor(
    private readonly pages: Pages,
    private readonly csrf: Csrf,
    private readonly catalogue: ScopeCatalogue,
    private readonly settings: Settings,
  ) {}

  respond(outcome: Outcome, exchange: Exchange): void {
    const { reply } = exchange;
    if (outcome.kind === 'sign-in') return redirect(reply, this.settings.path(`/login?txn=${outcome.txn}`));
    if (outcome.kind === 'redirect') return this.sendBack(outcome.client, outcome.location, exchange);
    if (this.settings.consentRedirect === '303') withFormAction(reply, outcome.question.redirectUri);
    sendPage(reply, this.pages.consent(this.consentView(outcome.question, exchange.visitor)));
  }

  /**
   * A redirect that answers a form is silently blocked by Chromium under `form-action 'self'`, also further down the
   * chain: after a form the browser gets a page that refreshes instead.
   */
  private sendBack(client: Client, location: string, { request, reply, after }: Exchange): void {
    if (after === 'navigation') return redirect(reply, location, 302);
    if (!wantsPage(request) || this.settings.consentRedirect === '303') return redirect(reply, location);
    reply.header('Refresh', `0;url=${location}`).header('Referrer-Policy', 'no-referrer');
    sendPage(
      reply,
      this.pages.returning({ appName: client.name, location, destination: destinationOf(location) }),
    );
  }

  private consentView(question: ConsentQuestion, visitor: Visitor) {
    const { txn, client, user, redirectUri } = question;
    return {
      action: `${this.settings.oauthPaths[0]}/authorize/decision`,
      switchUserAction: '/login/switch',
      csrf: this.csrf.token(visitor.browser, signedInPurpose(`consent ${txn}`, visitor)),
      txn,
      appName: client.name,
      destination: destinationOf(redirectUri),
      site: isHttps(redirectUri) ? new URL(redirectUri).origin : null,
      user: { name: user.name, email: user.email },
      newScopes: this.catalogue.describe(question.newScopes),
      knownScopes: this.catalogue.describe(question.knownScopes),
      offline: client.mayUse('refresh_token'),
    };
  }
}

/** The host that somebody is sent to, or the scheme of an app on their device. */
function destinationOf(uri: string): string {
  const url = new URL(uri);
  // What stands behind the // of a custom scheme is no host: anybody could write a bank's name there.
  return /^https?:$/.test(url.protocol) ? url.host : url.protocol;
}
