import { type DynamicModule, Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { SessionsModule } from '../sessions/sessions.module';
import { CallbackController } from './callback.controller';
import { PlaygroundApps, PlaygroundCast } from './playground-apps';
import { PlaygroundController } from './playground.controller';

/** A stand-in for an app, where somebody tries the server out. */
@Module({})
export class PlaygroundModule {
  static forRoot(cast: PlaygroundCast): DynamicModule {
    return {
      module: PlaygroundModule,
      imports: [ClientsModule, SessionsModule],
      controllers: [PlaygroundController, CallbackController],
      providers: [PlaygroundApps, { provide: PlaygroundCast, useValue: cast }],
    };
  }
}
