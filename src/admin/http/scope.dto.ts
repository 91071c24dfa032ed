import type { ScopeDefinition } from '../../scopes/domain/scope';
import { LANGUAGES } from '../../locales/words';
import { normalizeResourceUri } from '../../scopes/domain/resource';
import { isLine } from '../../shared/domain/line';
import { IsFlag, IsLine, IsOneOf, MayBeAbsent, MayBeNull, Satisfies } from '../../shared/http/fields';
import type { KnownScope, ScopeWords } from '../application/scope-desk';

export const MAX_WORDS = 300;

/** Words by language tag. */
const AreTranslations = (): PropertyDecorator =>
  Satisfies(
    'translations',
    isTranslations,
    `Use one line of text each for some of ${LANGUAGES.join(', ')}.`,
    {
      type: 'object',
      properties: Object.fromEntries(LANGUAGES.map((language) => [language, { type: 'string' }])),
      additionalProperties: false,
    },
  );

function isTranslations(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([language, words]) =>
      LANGUAGES.some((known) => known === language) && typeof words === 'string' && isLine(words, MAX_WORDS),
  );
}

/** The URI of an API (RFC 8707 §2). */
export const IsResourceUri = (): PropertyDecorator =>
  Satisfies(
    'uri',
    (value) => typeof value === 'string' && normalizeResourceUri(value) !== null,
    'Use an absolute URI without a fragment.',
  );

/** The body of PATCH /v1/admin/scopes/{name}. */
export class ChangeScopeDto {
  @MayBeAbsent()
  @IsLine(MAX_WORDS)
  description?: string;

  @MayBeAbsent()
  @IsLine(MAX_WORDS)
  consent_text?: string;

  @MayBeAbsent()
  @AreTranslations()
  locales?: Record<string, string>;

  @MayBeAbsent()
  @IsLine(100)
  group?: string;

  @MayBeAbsent()
  @IsOneOf('read', 'write', 'danger')
  risk?: ScopeDefinition['risk'];

  @MayBeAbsent()
  @IsFlag()
  default?: boolean;

  @MayBeAbsent()
  @IsOneOf('users', 'clients', 'both')
  grantable_to?: ScopeDefinition['grantableTo'];

  @MayBeAbsent()
  @MayBeNull()
  @IsResourceUri()
  audience?: string | null;
}

/** The body of POST /v1/admin/scopes. */
export class CreateScopeDto extends ChangeScopeDto {
  @IsLine(100)
  name!: string;

  @IsLine(MAX_WORDS)
  declare description: string;
}

/** What was said of a scope, as the application calls it. */
export function scopeChangesOf(body: ChangeScopeDto): Partial<ScopeWords> {
  const words = {
    description: body.description,
    consentText: body.consent_text,
    locales: body.locales,
    group: body.group,
    risk: body.risk,
    isDefault: body.default,
    grantableTo: body.grantable_to,
    audience: body.audience,
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** A new scope with everything that was left out. */
export const newScopeOf = (body: CreateScopeDto): ScopeWords => ({
  description: body.description,
  consentText: body.description,
  locales: {},
  group: 'Other',
  risk: 'read',
  isDefault: false,
  grantableTo: 'both',
  audience: null,
  ...scopeChangesOf(body),
});

/** A scope as REST shows it to administrators. */
export const scopeBody = ({ scope, isFixed }: KnownScope) => ({
  name: scope.name,
  description: scope.description,
  consent_text: scope.consentText,
  locales: scope.locales ?? {},
  group: scope.group,
  risk: scope.risk,
  default: scope.isDefault ?? false,
  grantable_to: scope.grantableTo,
  audience: scope.audience ?? null,
  built_in: isFixed,
});
