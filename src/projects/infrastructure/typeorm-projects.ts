import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { beginningOf, begins, readPage } from '../../database/read-page';
import { isDuplicate } from '../../database/retry';
import type { Page, PageRequest } from '../../shared/domain/page';
import { KeyTakenError, type ProjectFilters, Projects, type ProjectSort } from '../application/projects';
import { Project } from '../domain/project';

/** Projects in our own table. */
@Injectable()
export class TypeOrmProjects extends Projects {
  constructor(private readonly database: Database) {
    super();
  }

  async add(project: Project): Promise<void> {
    try {
      await this.database.statement(() => this.rows.insert(project));
    } catch (error) {
      throw isDuplicate(error) ? new KeyTakenError() : error;
    }
  }

  find(id: string, ownerHash: string): Promise<Project | null> {
    return this.rows.findOneBy({ id, ownerHash });
  }

  listOf(
    ownerHash: string,
    page: PageRequest<ProjectSort>,
    { q, status }: ProjectFilters,
  ): Promise<Page<Project>> {
    const query = this.rows.createQueryBuilder('project').where({ ownerHash });
    if (status) query.andWhere({ status });
    if (q) query.andWhere(begins('project.name'), { beginning: beginningOf(q) });
    return readPage(query, page);
  }

  async replace(project: Project, readVersion: number): Promise<boolean> {
    const { id, ...values } = project;
    const result = await this.database.statement(() =>
      this.rows.update({ id, version: readVersion }, values),
    );
    return result.affected === 1;
  }

  async remove(id: string, readVersion: number): Promise<boolean> {
    const result = await this.database.statement(() => this.rows.delete({ id, version: readVersion }));
    return result.affected === 1;
  }

  async removeOf(ownerHash: string): Promise<void> {
    await this.rows.delete({ ownerHash });
  }

  private get rows() {
    return this.database.repository(Project);
  }
}
