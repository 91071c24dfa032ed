import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Language, say } from '../../locales/words';
import { KnownBrowsers } from '../../sessions/application/known-browsers';
import { browserHash, KnownBrowser } from '../../sessions/domain/known-browser';
import { describeUserAgent } from '../../sessions/domain/user-agent';
import { currentRequest, type RequestContext } from '../../shared/application/request-context';
import { Clock } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import { SecurityEvents } from '../../shared/domain/security-events';
import { Letters } from './letters';

const REMEMBERED_MS = 400 * DAY_MS;

/** Tells people that somebody has signed in to their account from a kind of browser that was not seen before. */
@Injectable()
export class SignInNotices implements OnModuleInit {
  constructor(
    private readonly events: SecurityEvents,
    private readonly browsers: KnownBrowsers,
    private readonly letters: Letters,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(['user.deleted'], async ({ userId }) => {
      if (userId) await this.browsers.removeOf(userId);
    });
    this.events.subscribe(['user.login.succeeded'], async ({ userId }) => {
      const request = currentRequest();
      if (userId && request) this.letters.later(() => this.note(userId, request));
    });
  }

  private async note(userId: string, { userAgent, ip }: RequestContext): Promise<void> {
    const now = this.clock.now();
    const hash = browserHash(userId, userAgent);
    const seen = await this.browsers.note(new KnownBrowser({ hash, userId, expiresAt: now + REMEMBERED_MS }));
    if (seen !== 'new') return;
    await this.letters.write(userId, {
      key: 'mail.newSignIn',
      path: '/settings/sessions',
      values: (language) => ({ browser: browserIn(language, userAgent), ip, at: momentIn(language, now) }),
    });
  }
}

function browserIn(language: Language, userAgent: string | null): string {
  const { browser, system } = describeUserAgent(userAgent);
  if (browser && system) return say(language, 'sessions.browserOn', { browser, system });
  return browser ?? system ?? say(language, 'sessions.unknownBrowser');
}

const momentIn = (language: Language, at: number): string =>
  `${new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`;
