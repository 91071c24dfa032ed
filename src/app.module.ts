import { type DynamicModule, Module } from '@nestjs/common';
import { AuthServerModule } from './auth-server.module';
import type { Settings } from './config/settings';
import { APPS, PEOPLE } from './demo/cast';
import { OrganizationModule } from './organization/organization.module';
import { PlaygroundCast } from './playground/playground-apps';
import { PlaygroundModule } from './playground/playground.module';
import { ProfileModule } from './profile/profile.module';
import { ProjectsModule } from './projects/projects.module';

/** The playground where the settings want it; in the demo it knows the people and apps that everybody knows. */
function withPlayground({ mode, playground }: Settings): DynamicModule[] {
  if (!playground) return [];
  return [
    PlaygroundModule.forRoot(mode === 'demo' ? new PlaygroundCast(APPS, PEOPLE[0]) : new PlaygroundCast()),
  ];
}

/** Our own server: the authorization server and the sample resource API that it protects. */
@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        AuthServerModule.forRoot({
          settings,
          imports: [ProfileModule, ProjectsModule, OrganizationModule, ...withPlayground(settings)],
        }),
      ],
    };
  }
}
