import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module';
import { GrantsModule } from '../grants/grants.module';
import { MetadataController } from './metadata.controller';

/** Discovery (RFC 8414). */
@Module({ imports: [GrantsModule, AuthorizationModule], controllers: [MetadataController] })
export class MetadataModule {}
