import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/domain/clock';
import { newId } from '../../shared/domain/id';
import { isId } from '../../shared/domain/id-form';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { Precondition } from '../../shared/domain/precondition';
import { Problem } from '../../shared/domain/problem';
import { sha256 } from '../../shared/domain/secret';
import { keysFromName, Project } from '../domain/project';
import { KeyTakenError, type ProjectFilters, Projects, type ProjectSort } from './projects';

export interface NewProject {
  name: string;
  /** Left out: made from the name. */
  key?: string;
  description?: string;
  status?: Project['status'];
}

/** What may be changed; what is left out stays. */
export type ProjectChanges = Partial<Pick<Project, 'name' | 'description' | 'status'>>;

/** What an owner does with projects; those of others do not exist. */
@Injectable()
export class ProjectBoard {
  constructor(
    private readonly projects: Projects,
    private readonly clock: Clock,
  ) {}

  list(ownerId: string, page: PageRequest<ProjectSort>, filters: ProjectFilters): Promise<Page<Project>> {
    return this.projects.listOf(sha256(ownerId), page, filters);
  }

  /** @throws Problem `not-found` */
  async find(id: string, ownerId: string): Promise<Project> {
    const project = isId('prj', id) ? await this.projects.find(id, sha256(ownerId)) : null;
    if (!project) throw Problem.notFound('project');
    return project;
  }

  /** @throws Problem `conflict` when the owner has a project with that key */
  async create(ownerId: string, request: NewProject): Promise<Project> {
    for (const key of request.key !== undefined ? [request.key] : keysFromName(request.name)) {
      const project = this.newProject(ownerId, key, request);
      if (await this.add(project)) return project;
    }
    throw new Problem('conflict', 'You have a project with this key. Choose another key.');
  }

  /**
   * Without a precondition the change is made to whatever there is, again when somebody else was faster.
   *
   * @throws Problem `not-found`, `version-mismatch`
   */
  async update(
    id: string,
    ownerId: string,
    changes: ProjectChanges,
    condition: Precondition,
  ): Promise<Project> {
    const project = await this.find(id, ownerId);
    condition.requireMatch(project.version);
    const { name = project.name, description = project.description, status = project.status } = changes;
    const changed = new Project({
      ...project,
      name,
      description,
      status,
      updatedAt: this.clock.now(),
      version: project.version + 1,
    });
    const won = await this.projects.replace(changed, project.version);
    return won ? changed : this.update(id, ownerId, changes, condition);
  }

  /** @throws Problem `not-found`, `version-mismatch` */
  async remove(id: string, ownerId: string, condition: Precondition): Promise<void> {
    const project = await this.find(id, ownerId);
    condition.requireMatch(project.version);
    if (!(await this.projects.remove(id, project.version))) await this.remove(id, ownerId, condition);
  }

  private async add(project: Project): Promise<boolean> {
    try {
      await this.projects.add(project);
      return true;
    } catch (error) {
      if (error instanceof KeyTakenError) return false;
      throw error;
    }
  }

  private newProject(ownerId: string, key: string, { name, description, status }: NewProject): Project {
    const now = this.clock.now();
    return new Project({
      id: newId('prj'),
      key,
      name,
      description: description ?? '',
      status: status ?? 'active',
      ownerId,
      ownerHash: sha256(ownerId),
      createdAt: now,
      updatedAt: now,
      version: 1,
    });
  }
}
