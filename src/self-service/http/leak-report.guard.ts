import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { networkOf } from '../../throttles/domain/network';
import { Clock } from '../../shared/domain/clock';
import { MinuteWindow } from '../../shared/domain/minute-window';
import { Problem } from '../../shared/domain/problem';

/** Reports of up to a hundred credentials that one address may send in a minute. */
const MAX_REPORTS = 10;

/** Bounds how much one address can report: nobody says who they are there. */
@Injectable()
export class LeakReportGuard implements CanActivate {
  private readonly window = new MinuteWindow();

  constructor(private readonly clock: Clock) {}

  canActivate(context: ExecutionContext): boolean {
    const { ip } = context.switchToHttp().getRequest<FastifyRequest>();
    const { used, secondsLeft } = this.window.count(networkOf(ip), this.clock.now());
    if (used <= MAX_REPORTS) return true;
    throw new Problem(
      'rate-limited',
      `From one address come ${MAX_REPORTS} reports a minute. Wait ${secondsLeft} seconds.`,
      { headers: { 'Retry-After': String(secondsLeft) } },
    );
  }
}
