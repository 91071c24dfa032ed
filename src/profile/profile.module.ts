import { Module } from '@nestjs/common';
import { BearerModule } from '../bearer/bearer.module';
import { UsersModule } from '../users/users.module';
import { ProfileController } from './profile.controller';

/** The sample API about the person behind a token. */
@Module({ imports: [BearerModule, UsersModule], controllers: [ProfileController] })
export class ProfileModule {}
