import { Module } from '@nestjs/common';
import { BearerModule } from '../bearer/bearer.module';
import { ProjectBoard } from './application/project-board';
import { ProjectCleanup } from './application/project-cleanup';
import { Projects } from './application/projects';
import { ProjectsController } from './http/projects.controller';
import { TypeOrmProjects } from './infrastructure/typeorm-projects';

/** The sample resource API: what a service looks like whose routes are protected by Bearer tokens. */
@Module({
  imports: [BearerModule],
  controllers: [ProjectsController],
  providers: [ProjectBoard, ProjectCleanup, { provide: Projects, useClass: TypeOrmProjects }],
})
export class ProjectsModule {}
