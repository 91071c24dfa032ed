import { IsLine, IsOneOf, MayBeAbsent, Satisfies } from '../../shared/http/fields';
import { rfc3339 } from '../../shared/http/rfc3339';
import { foldEmail, type LocalUser, type Role } from '../../users/domain/user';

const MAX_EMAIL = 254;

/** The body of PATCH /v1/organization: a merge patch (RFC 7396 §1). */
export class ChangeOrganizationDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;
}

/** The body of POST /v1/organization/members. */
export class CreateMemberDto {
  // Folding makes some characters longer.
  @IsLine(MAX_EMAIL)
  @Satisfies(
    'length',
    (value) => foldEmail(String(value)).length <= MAX_EMAIL,
    'Use a shorter email address.',
  )
  email!: string;

  @IsLine()
  name!: string;

  @MayBeAbsent()
  @IsOneOf('member', 'admin')
  role?: Role;
}

/** A member as the API shows one. */
export const memberBody = (member: LocalUser) => ({
  id: member.id,
  email: member.email,
  email_verified: member.emailVerified,
  name: member.name,
  role: member.role,
  status: member.status,
  created_at: rfc3339(member.createdAt),
  updated_at: rfc3339(member.updatedAt),
});
