import { applyDecorators, Controller, RequestMethod, UseGuards, UseInterceptors } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { MetadataScanner } from '@nestjs/core';
import { BearerGuard } from './bearer.guard';
import { IdempotencyInterceptor } from './idempotency.interceptor';
import { RateLimitGuard } from './rate-limit.guard';

const idempotent = UseInterceptors(IdempotencyInterceptor);

/** `Idempotency-Key` on every POST. On the routes themselves: an interceptor costs each request that it sees. */
const IdempotentPosts: ClassDecorator = ({ prototype }) => {
  for (const name of new MetadataScanner().getAllMethodNames(prototype)) {
    const handler: unknown = (prototype as Record<string, unknown>)[name];
    const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler as object);
    const takesPosts = method === RequestMethod.POST || method === RequestMethod.ALL;
    if (takesPosts) idempotent(prototype as object, name, { value: handler });
  }
};

/** A part of the REST API: a Bearer token, a bounded number of requests, and `Idempotency-Key` on every POST. */
export const RestApi = (path: string) =>
  applyDecorators(Controller(path), UseGuards(BearerGuard, RateLimitGuard), IdempotentPosts);
