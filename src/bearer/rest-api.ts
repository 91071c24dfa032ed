import { applyDecorators, Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { BearerGuard } from './bearer.guard';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { RateLimitGuard } from './rate-limit.guard';

/** A part of the REST API: a Bearer token, a bounded number of requests, and `Idempotency-Key` on every POST. */
export const RestApi = (path: string) =>
  applyDecorators(
    Controller(path),
    UseGuards(BearerGuard, RateLimitGuard),
    UseInterceptors(IdempotencyInterceptor),
  );
