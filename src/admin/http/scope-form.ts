import { LANGUAGES } from '../../locales/words';
import type { ScopeDraft } from '../../pages/templates/admin-scope';
import { normalizeResourceUri } from '../../scopes/domain/resource';
import type { ScopeDefinition } from '../../scopes/domain/scope';
import { isLine } from '../../shared/domain/line';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, fieldError } from '../../shared/domain/problem';
import { type ScopeWords, wordsOf } from '../application/scope-desk';
import { MAX_WORDS } from './scope.dto';

const RISKS = ['read', 'write', 'danger'] as const;
const HOLDERS = ['users', 'clients', 'both'] as const;

export const NEW_SCOPE: ScopeDraft = {
  name: '',
  description: '',
  consentText: '',
  locales: {},
  group: '',
  risk: 'read',
  isDefault: false,
  grantableTo: 'both',
  audience: '',
};

export const draftOf = (scope: ScopeDefinition): ScopeDraft => ({
  ...wordsOf(scope),
  name: scope.name,
  audience: scope.audience ?? '',
});

/** What stands in the form, as it was typed; what is not in it stays as it is. */
export function readDraft(form: Parameters, fixed: ScopeDraft | null): ScopeDraft {
  const text = (name: string) => form.oneOrNull(name) ?? '';
  const locales = LANGUAGES.map((language) => [language, text(`locale_${language}`)] as const);
  return {
    name: text('name').trim(),
    description: text('description'),
    consentText: text('consent_text'),
    locales: Object.fromEntries(locales.filter(([, words]) => words !== '')),
    group: text('group'),
    risk: RISKS.find((risk) => risk === text('risk')) ?? 'read',
    isDefault: form.oneOrNull('default') !== null,
    grantableTo: HOLDERS.find((holder) => holder === text('grantable_to')) ?? 'both',
    audience: text('audience').trim(),
    ...(fixed && { name: fixed.name, grantableTo: fixed.grantableTo, audience: fixed.audience }),
  };
}

/** The draft as the application calls it: what was left out follows from the rest, as by REST. */
export const wordsIn = (draft: ScopeDraft): ScopeWords => ({
  description: draft.description.trim(),
  consentText: draft.consentText.trim() || draft.description.trim(),
  locales: Object.fromEntries(
    Object.entries(draft.locales).map(([language, words]) => [language, words.trim()]),
  ),
  group: draft.group.trim() || 'Other',
  risk: draft.risk,
  isDefault: draft.isDefault,
  grantableTo: draft.grantableTo,
  audience: draft.audience || null,
});

/** Everything that is wrong with the words. */
export function wordFaults(words: ScopeWords): FieldError[] {
  const lines: [pointer: string, text: string, max: number][] = [
    ['/description', words.description, MAX_WORDS],
    ['/consent_text', words.consentText, MAX_WORDS],
    ...Object.entries(words.locales).map(([language, text]): [string, string, number] => [
      `/locales/${language}`,
      text,
      MAX_WORDS,
    ]),
    ['/group', words.group, 100],
  ];
  const faults = lines
    .filter(([, text, max]) => !isLine(text, max))
    .map(([pointer, , max]) => fieldError(pointer, 'line', 'fault.line', { max }));
  const isUri = words.audience === null || normalizeResourceUri(words.audience) !== null;
  return isUri ? faults : [...faults, fieldError('/audience', 'uri', 'fault.uri')];
}

/** What changes by it; what cannot change at one of ours is left out. */
export function changesIn(words: ScopeWords, isFixed: boolean): Partial<ScopeWords> {
  const { grantableTo, audience, ...rest } = words;
  return isFixed ? rest : { ...rest, grantableTo, audience };
}

export const sameWords = (one: ScopeWords, other: ScopeWords): boolean => {
  const text = (words: ScopeWords) =>
    JSON.stringify([
      ...[words.description, words.consentText, words.group, words.risk],
      ...[words.isDefault, words.grantableTo, words.audience],
      Object.entries(words.locales).sort(([a], [b]) => a.localeCompare(b)),
    ]);
  return text(one) === text(other);
};

/** The same as the body of REST. */
export const apiBodyOf = (words: Partial<ScopeWords>): object =>
  JSON.parse(
    JSON.stringify({
      description: words.description,
      consent_text: words.consentText,
      locales: words.locales,
      group: words.group,
      risk: words.risk,
      default: words.isDefault,
      grantable_to: words.grantableTo,
      audience: words.audience,
    }),
  ) as object;
