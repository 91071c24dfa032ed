import { IsLine, IsOneOf, IsText, MayBeAbsent, NullIsEmpty, Satisfies } from '../../shared/http/fields';
import { rfc3339 } from '../../shared/http/rfc3339';
import { isProjectKey, type Project, PROJECT_STATUSES } from '../domain/project';

const MAX_DESCRIPTION = 2000;

/** The body of POST /v1/projects. */
export class CreateProjectDto {
  @IsLine()
  name!: string;

  @MayBeAbsent()
  @Satisfies('key', isProjectKey, 'Use 1 to 10 characters of A to Z and 0 to 9.')
  key?: string;

  @MayBeAbsent()
  @NullIsEmpty()
  @IsText(MAX_DESCRIPTION)
  description?: string;

  @MayBeAbsent()
  @IsOneOf(...PROJECT_STATUSES)
  status?: Project['status'];
}

/** The body of PATCH /v1/projects/{id}: a merge patch (RFC 7396 §1). The key stays. */
export class ChangeProjectDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;

  @MayBeAbsent()
  @NullIsEmpty()
  @IsText(MAX_DESCRIPTION)
  description?: string;

  @MayBeAbsent()
  @IsOneOf(...PROJECT_STATUSES)
  status?: Project['status'];
}

/** A project as the API shows it. */
export const projectBody = (project: Project) => ({
  id: project.id,
  key: project.key,
  name: project.name,
  description: project.description,
  status: project.status,
  owner_id: project.ownerId,
  created_at: rfc3339(project.createdAt),
  updated_at: rfc3339(project.updatedAt),
});
