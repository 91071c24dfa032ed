import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { intersect } from '../../scopes/domain/scope';
import type { Session } from '../../sessions/domain/session';
import type { Visitor } from '../../sessions/domain/visitor';
import type { User } from '../../users/domain/user';
import { type AuthorizationRequest, responseUrl, type ReturnAddress } from '../domain/authorization-request';
import type { PendingRequest } from '../domain/pending-request';
import { ConsentRules } from './consent-rules';
import { Granter } from './granter';
import { RequestReader } from './request-reader';
import { StaleRequestError, WaitingRoom } from './waiting-room';

/** What the browser is to do next. */
export type Outcome =
  | { kind: 'redirect'; location: string; client: Client }
  | { kind: 'sign-in'; txn: string }
  | { kind: 'consent'; question: ConsentQuestion };

/** Everything that the consent page says. */
export interface ConsentQuestion {
  txn: string;
  client: Client;
  user: User;
  redirectUri: string;
  /** Not allowed before. */
  newScopes: string[];
  /** Allowed before, and asked for again. */
  knownScopes: string[];
}

type SignedIn = { session: Session; user: User };
type Redirect = Outcome & { kind: 'redirect' };

const nothingToGive = () => OAuthError.invalidScope('The person may not give any of the scopes asked for');

/** Leads a person through an authorization request: sign in, consent, back to the app (RFC 6749 §4.1). */
@Injectable()
export class AuthorizeFlow {
  constructor(
    private readonly reader: RequestReader,
    private readonly waiting: WaitingRoom,
    private readonly consentRules: ConsentRules,
    private readonly granter: Granter,
    private readonly platform: Platform,
  ) {}

  /** A new request has come. @throws UntrustedRequestError when there is nobody to answer */
  async begin(parameters: Parameters, visitor: Visitor): Promise<Outcome> {
    const address = await this.reader.readAddress(parameters);
    const { client, returnTo } = address;
    let request: AuthorizationRequest;
    try {
      request = await this.reader.read(parameters, address);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      // An error is sent on only for a person who has signed in: otherwise any link to us would be an open
      // redirector to a client that an attacker has registered (RFC 9700 §4.11.2).
      if (visitor.signedIn || parameters.oneOrNull('prompt') === 'none')
        return this.refuse(client, returnTo, error);
      const refusal = { code: error.code, description: error.description };
      return { kind: 'sign-in', txn: await this.waiting.enter(client, { refusal, returnTo }, visitor) };
    }
    return this.advance({ client, request, visitor, pending: null });
  }

  /** The person has signed in, or looks at the consent page again. @throws StaleRequestError */
  async resume(txn: string | null, visitor: Visitor): Promise<Outcome> {
    const { pending, client } = await this.waiting.find(txn, visitor);
    const { content } = pending;
    if ('request' in content) {
      this.requireStillFits(content.request, client);
      return this.advance({ client, request: content.request, visitor, pending });
    }
    if (!visitor.signedIn) return { kind: 'sign-in', txn: pending.id };
    await this.waiting.leave(pending);
    const { code, description } = content.refusal;
    return this.refuse(client, content.returnTo, new OAuthError(code, description));
  }

  /** The person has pressed a button on the consent page. @throws StaleRequestError */
  async decide(txn: string | null, allow: boolean, visitor: Visitor): Promise<Redirect> {
    const { pending, client } = await this.waiting.find(txn, visitor);
    const { signedIn } = visitor;
    const { content, shownScopes } = pending;
    const wasAsked = signedIn !== null && pending.sessionId === signedIn.session.id && shownScopes !== null;
    if (!('request' in content) || !wasAsked) throw new StaleRequestError();
    const { request } = content;
    this.requireStillFits(request, client);
    await this.waiting.leave(pending);
    if (!allow) {
      await this.granter.noteRefusal(client, signedIn.user);
      return this.refuse(client, request, OAuthError.accessDenied('The person did not allow this'));
    }
    // What became possible since the page was made was never shown to anybody.
    const scopes = intersect(
      await this.consentRules.permittedScopes(request, client, signedIn.user),
      shownScopes,
    );
    if (scopes.length === 0 && request.scopes.length > 0)
      return this.refuse(client, request, nothingToGive());
    return this.grant(client, request, signedIn, { scopes, asked: true });
  }

  /** The same request from its beginning. @returns its new `txn` @throws StaleRequestError */
  startAgain(txn: string | null, visitor: Visitor): Promise<string> {
    return this.waiting.enterAgain(txn, visitor);
  }

  /** The person goes on with the session they have. @throws StaleRequestError */
  async choose(txn: string | null, visitor: Visitor): Promise<void> {
    const { pending } = await this.waiting.find(txn, visitor);
    if (visitor.signedIn) await this.waiting.choose(pending, visitor.signedIn.session.id);
  }

  /** The app that a sign-in leads to, for the words on the page; null when there is none. */
  async appOf(
    txn: string | null,
    visitor: Visitor,
  ): Promise<{ client: Client; loginHint: string | null; mayChoose: boolean } | null> {
    try {
      const { pending, client } = await this.waiting.find(txn, visitor);
      const request = 'request' in pending.content ? pending.content.request : null;
      const session = visitor.signedIn?.session ?? null;
      const mayChoose =
        request !== null &&
        session !== null &&
        pending.chosenBy !== session.id &&
        !this.mustSignInAgain(request, session, { ...pending, chosenBy: session.id });
      return { client, loginHint: request?.loginHint ?? null, mayChoose };
    } catch (error) {
      if (error instanceof StaleRequestError) return null;
      throw error;
    }
  }

  private async advance(step: {
    client: Client;
    request: AuthorizationRequest;
    visitor: Visitor;
    pending: PendingRequest | null;
  }): Promise<Outcome> {
    const { client, request, visitor, pending } = step;
    const signedIn = visitor.signedIn;
    const mayAsk = !request.prompt.includes('none');
    if (!signedIn || this.mustSignInAgain(request, signedIn.session, pending)) {
      if (!mayAsk) return this.refuse(client, request, OAuthError.loginRequired());
      return {
        kind: 'sign-in',
        txn: pending?.id ?? (await this.waiting.enter(client, { request }, visitor)),
      };
    }
    const scopes = await this.consentRules.permittedScopes(request, client, signedIn.user);
    if (scopes.length === 0 && request.scopes.length > 0) {
      if (pending) await this.waiting.leave(pending);
      return this.refuse(client, request, nothingToGive());
    }
    const known = await this.consentRules.remembered(request, client, signedIn.user);
    if (!this.consentRules.mustAsk(request, client, scopes, known)) {
      if (pending) await this.waiting.leave(pending);
      return this.grant(client, request, signedIn, { scopes, asked: false });
    }
    if (!mayAsk) return this.refuse(client, request, OAuthError.consentRequired());
    const txn = pending?.id ?? (await this.waiting.enter(client, { request }, visitor));
    if (this.consentRules.needsFreshSignIn(scopes, signedIn.session)) return { kind: 'sign-in', txn };
    await this.waiting.showTo(txn, signedIn.session.id, scopes);
    const isKnown = (scope: string) => known?.scopes.includes(scope) ?? false;
    return {
      kind: 'consent',
      question: {
        txn,
        client,
        user: signedIn.user,
        redirectUri: request.redirectUri,
        newScopes: scopes.filter((scope) => !isKnown(scope)),
        knownScopes: scopes.filter(isKnown),
      },
    };
  }

  /** `prompt=login`, `prompt=select_account` and `max_age` are content with a sign-in made for this very request. */
  private mustSignInAgain(
    request: AuthorizationRequest,
    session: Session,
    pending: Pick<PendingRequest, 'createdAt' | 'chosenBy'> | null,
  ): boolean {
    if (pending && session.authTime >= pending.createdAt) return false;
    const tooOld = request.maxAge !== null && this.platform.now() - session.authTime > request.maxAge * 1000;
    const mustChoose = request.prompt.includes('select_account') && pending?.chosenBy !== session.id;
    return tooOld || request.prompt.includes('login') || mustChoose;
  }

  private async grant(
    client: Client,
    request: AuthorizationRequest,
    signedIn: SignedIn,
    given: { scopes: string[]; asked: boolean },
  ): Promise<Redirect> {
    const answer = await this.granter.grant({ client, request, ...signedIn, ...given });
    return this.redirect(client, request, answer);
  }

  private requireStillFits(request: AuthorizationRequest, client: Client): void {
    if (!this.reader.stillFits(request, client)) throw new StaleRequestError();
  }

  private refuse(client: Client, to: ReturnAddress, error: OAuthError) {
    return this.redirect(client, to, { error: error.code, error_description: error.description });
  }

  private redirect(client: Client, to: ReturnAddress, answer: Record<string, string>) {
    return {
      kind: 'redirect' as const,
      location: responseUrl(to, this.platform.settings.issuer, answer),
      client,
    };
  }
}
