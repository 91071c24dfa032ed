import { isLanguageTag } from '../../locales/language-tag';
import { IsFlag, IsLine, MayBeAbsent, MayBeNull, Satisfies } from '../../shared/http/fields';
import type { UserChanges } from '../../users/application/user-administration';
import { type Role, ROLES } from '../../users/domain/user';

const MAX_EMAIL = 254;

function isRoles(value: unknown): boolean {
  if (!Array.isArray(value) || new Set(value).size !== value.length) return false;
  return value.every((one) => ROLES.some((role) => role === one));
}

const IsRoles = (): PropertyDecorator =>
  Satisfies('roles', isRoles, `Use a list of ${ROLES.join(' or ')}.`, {
    type: 'array',
    maxItems: ROLES.length,
    items: { type: 'string', enum: [...ROLES] },
  });

/** The body of POST /v1/admin/users. */
export class CreateUserDto {
  @IsLine(MAX_EMAIL)
  email!: string;

  @IsLine()
  name!: string;

  @MayBeAbsent()
  @IsRoles()
  roles?: Role[];

  @MayBeAbsent()
  @IsFlag()
  send_invite?: boolean;
}

/** The body of PATCH /v1/admin/users/{id}: a merge patch (RFC 7396 §1). */
export class ChangeUserDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;

  @MayBeAbsent()
  @IsLine(MAX_EMAIL)
  email?: string;

  @MayBeAbsent()
  @MayBeNull()
  @Satisfies(
    'language',
    isLanguageTag,
    'Use a language tag like en or pt-BR, or null for the choice of the browser.',
  )
  locale?: string | null;

  @MayBeAbsent()
  @IsRoles()
  roles?: Role[];
}

/** The body of POST /v1/admin/users/{id}/password-reset. */
export class ResetPasswordDto {
  @MayBeAbsent()
  @IsFlag()
  send_mail?: boolean;
}

/** An administrator may all that a member may, so the strongest role is the one that counts. */
export const roleOf = (roles: readonly Role[]): Role => (roles.includes('admin') ? 'admin' : 'member');

/** What an administrator changes of a person, as the application calls it. */
export const userChangesOf = ({ name, email, locale, roles }: ChangeUserDto): UserChanges => ({
  ...(name !== undefined && { name }),
  ...(email !== undefined && { email }),
  ...(locale !== undefined && { locale }),
  ...(roles !== undefined && { role: roleOf(roles) }),
});
