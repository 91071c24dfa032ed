import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OpenApi } from './openapi-document';
import { OpenApiController } from './openapi.controller';
import { RouteReader } from './route-reader';

/** The API reference. */
@Module({
  imports: [DiscoveryModule],
  controllers: [OpenApiController],
  providers: [OpenApi, RouteReader],
  exports: [OpenApi],
})
export class OpenApiModule {}
