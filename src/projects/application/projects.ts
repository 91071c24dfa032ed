import type { Page, PageRequest } from '../../shared/domain/page';
import type { Project } from '../domain/project';

/** The owner has a project with that key. */
export class KeyTakenError extends Error {}

export type ProjectSort = 'createdAt' | 'name';

/** Which projects are listed. */
export interface ProjectFilters {
  /** The beginning of the name. */
  q?: string;
  status?: Project['status'];
}

/** Where projects are kept. */
export abstract class Projects {
  /** @throws KeyTakenError */
  abstract add(project: Project): Promise<void>;
  /** Only the owner's: nobody else's is ever read. */
  abstract find(id: string, ownerHash: string): Promise<Project | null>;
  abstract listOf(
    ownerHash: string,
    page: PageRequest<ProjectSort>,
    filters: ProjectFilters,
  ): Promise<Page<Project>>;
  /** Writes the project if nobody has changed it since it was read; says whether it did. */
  abstract replace(project: Project, readVersion: number): Promise<boolean>;
  /** Deletes the project if nobody has changed it since it was read; says whether it did. */
  abstract remove(id: string, readVersion: number): Promise<boolean>;
  /** Deletes everything of an owner that is gone. */
  abstract removeOf(ownerHash: string): Promise<void>;
}
