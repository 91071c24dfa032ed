import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings';
import { Clock } from '../shared/domain/clock';
import { Problem } from '../shared/domain/problem';
import type { BearerRequest } from './bearer.strategy';

const WINDOW_S = 60;

/**
 * Bounds how many requests one token sends to the REST API in a minute, and says so in every answer
 * (draft-ietf-httpapi-ratelimit-headers). It counts on this node only and stands behind `BearerGuard`.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private window = 0;
  private counts = new Map<string, number>();

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const quota = this.settings.apiRateLimit;
    if (quota === 0) return true;
    const http = context.switchToHttp();
    const now = this.clock.now() / 1000;
    const used = this.count(http.getRequest<BearerRequest>().user!.authorizationId, now);
    const left = Math.max(0, quota - used);
    const seconds = Math.ceil((Math.floor(now / WINDOW_S) + 1) * WINDOW_S - now);
    const headers = {
      'RateLimit-Policy': `"api";q=${quota};w=${WINDOW_S}`,
      RateLimit: `"api";r=${left};t=${seconds}`,
    };
    http.getResponse<FastifyReply>().headers(headers);
    if (used <= quota) return true;
    throw new Problem(
      'rate-limited',
      `This token may send ${quota} requests a minute. Wait ${seconds} seconds.`,
      {
        headers: { 'Retry-After': String(seconds) },
      },
    );
  }

  /** Everybody's window begins with the minute, so that one table is thrown away at a time. */
  private count(who: string, now: number): number {
    const window = Math.floor(now / WINDOW_S);
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
    }
    const used = (this.counts.get(who) ?? 0) + 1;
    this.counts.set(who, used);
    return used;
  }
}
