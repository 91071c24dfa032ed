import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import '@fastify/cookie';
import { languageOf } from '../locales/choose-language';
import { currentRequest } from '../shared/application/request-context';
import { LANGUAGE_COOKIE } from '../shared/http/language-cookie';
import { randomBase62 } from '../shared/domain/secret';
import { Presence } from './application/presence';
import { SignIn } from './application/sign-in';
import type { Visitor } from './domain/visitor';

/** `__Host-` binds a cookie to this host, path / and https (RFC 6265bis §4.1.3.2); browsers accept it on http://localhost. */
export const BROWSER_COOKIE = '__Host-grantor-browser';
export const SESSION_COOKIE = '__Host-grantor-session';

/** Knows the people who have signed in here before; it opens nothing. */
const PROOF_COOKIE = '__Host-grantor-proof';

const COOKIE = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;
const YEAR_S = 31_536_000;
const VALUE = /^[0-9A-Za-z]{43}$/;

type VisitedRequest = FastifyRequest & { visitor?: Visitor };

/** Finds out who is in front of the browser, and gives new browsers their cookie. Every page route uses it. */
@Injectable()
export class VisitorGuard implements CanActivate {
  constructor(
    private readonly signIn: SignIn,
    private readonly presence: Presence,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<VisitedRequest>();
    let browser = request.cookies[BROWSER_COOKIE];
    if (!browser || !VALUE.test(browser)) {
      browser = randomBase62(43);
      http.getResponse<FastifyReply>().setCookie(BROWSER_COOKIE, browser, COOKIE);
    }
    const cookie = request.cookies[SESSION_COOKIE];
    const signedIn = cookie && VALUE.test(cookie) ? await this.signIn.recognize(cookie) : null;
    if (signedIn) await this.presence.note(signedIn.user);
    request.visitor = { browser, signedIn };
    this.chooseLanguage(signedIn?.user.locale ?? null, http.getResponse<FastifyReply>());
    return true;
  }

  /** The person's own setting counts more than their browser's; what a link asked for is kept for the pages after it. */
  private chooseLanguage(setting: string | null, reply: FastifyReply): void {
    const languages = currentRequest()?.languages;
    if (!languages) return;
    languages.setting = setting;
    const asked = languageOf(languages.asked);
    if (asked) reply.setCookie(LANGUAGE_COOKIE, asked, { ...COOKIE, maxAge: YEAR_S });
  }
}

/** The visitor that `VisitorGuard` has found. */
export const CurrentVisitor = createParamDecorator((_: unknown, context: ExecutionContext): Visitor =>
  visitorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The visitor that `VisitorGuard` has found before. */
export function visitorOf(request: FastifyRequest): Visitor {
  const { visitor } = request as VisitedRequest;
  if (!visitor) throw new Error('This route needs VisitorGuard');
  return visitor;
}

export function setSessionCookie(reply: FastifyReply, value: string, expiresAt: number | null): void {
  reply.setCookie(
    SESSION_COOKIE,
    value,
    expiresAt === null ? COOKIE : { ...COOKIE, expires: new Date(expiresAt) },
  );
}

/** The cookie by which this browser is known, or null. */
export const proofCookieOf = (request: FastifyRequest): string | null =>
  request.cookies[PROOF_COOKIE] ?? null;

export function setProofCookie(reply: FastifyReply, value: string): void {
  reply.setCookie(PROOF_COOKIE, value, { ...COOKIE, maxAge: YEAR_S });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, COOKIE);
}
