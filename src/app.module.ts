import { type DynamicModule, Module } from '@nestjs/common';
import { AuthServerModule } from './auth-server.module';
import type { Settings } from './config/settings';
import { OrganizationModule } from './organization/organization.module';
import { PlaygroundModule } from './playground/playground.module';
import { ProfileModule } from './profile/profile.module';
import { ProjectsModule } from './projects/projects.module';

/** A stand-in for an app, where somebody tries the server out. */
const withPlayground = ({ mode }: Settings) =>
  mode === 'demo' || mode === 'development' ? [PlaygroundModule] : [];

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
