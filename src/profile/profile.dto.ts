import { isLanguageTag } from '../locales/language-tag';
import { IsLine, MayBeAbsent, MayBeNull, Satisfies } from '../shared/http/fields';
import type { User } from '../users/domain/user';

/** The body of PATCH /v1/profile: a merge patch (RFC 7396 §1). */
export class ChangeProfileDto {
  @MayBeAbsent()
  @IsLine()
  name?: string;

  @MayBeAbsent()
  @MayBeNull()
  @Satisfies('https_url', isHttpsUrl, 'Use an https address of at most 2000 characters, or null.')
  picture?: string | null;

  @MayBeAbsent()
  @MayBeNull()
  @Satisfies(
    'language',
    isLanguageTag,
    'Use a language tag like en or pt-BR, or null for the choice of the browser.',
  )
  locale?: string | null;
}

/** A person as the API shows one; the address only to those who may read it. */
export const profileBody = (user: User, withEmail: boolean) => ({
  id: user.id,
  name: user.name,
  picture: user.picture,
  locale: user.locale,
  ...(withEmail && emailBody(user)),
});

export const emailBody = (user: User) => ({ email: user.email, email_verified: user.emailVerified });

function isHttpsUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 2000 || !/^https:\/\/[\x21-\x7e]+$/.test(value))
    return false;
  if (!URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}
