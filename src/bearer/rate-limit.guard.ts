import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings';
import { MinuteWindow } from '../shared/domain/minute-window';
import { Problem } from '../shared/domain/problem';
import type { BearerRequest } from './bearer.strategy';
import { RequestQuota } from './request-quota';

const WINDOW_S = MinuteWindow.seconds;

/**
 * Bounds how many requests one token sends to the REST API in a minute, and says so in every answer
 * (draft-ietf-httpapi-ratelimit-headers). It stands behind `BearerGuard`.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly settings: Settings,
    private readonly requests: RequestQuota,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const quota = this.settings.apiRateLimit;
    if (quota === 0) return true;
    const http = context.switchToHttp();
    const { authorizationId } = http.getRequest<BearerRequest>().user!;
    const { isAllowed, left, secondsLeft: seconds } = await this.requests.take(authorizationId);
    const headers = {
      'RateLimit-Policy': `"api";q=${quota};w=${WINDOW_S}`,
      RateLimit: `"api";r=${left};t=${seconds}`,
    };
    http.getResponse<FastifyReply>().headers(headers);
    if (isAllowed) return true;
    throw new Problem(
      'rate-limited',
      `This token may send ${quota} requests a minute. Wait ${seconds} seconds.`,
      {
        headers: { 'Retry-After': String(seconds) },
      },
    );
  }
}
