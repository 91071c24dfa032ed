import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_IN_SCOPES } from '../scopes/domain/built-in-scopes';
import { CATALOGUES, type Language, LANGUAGES, split } from './words';

type Catalogue = Record<string, string>;

const english = CATALOGUES.en as Catalogue;
const TRANSLATIONS = LANGUAGES.filter((language) => language !== 'en');
type Translation = Exclude<Language, 'en'>;

/** Words that are the same in English. */
const SAME: Record<Translation, string[]> = {
  de: [
    'adminTokens.id',
    'adminTokens.person',
    'adminTokens.scope',
    'adminTokens.token',
    'app.secret',
    'connections.app',
    'field.name',
    'nav.scopes',
    'play.header',
    'play.payload',
    'play.took',
    'playground.app',
    'sessions.browser',
  ],
  es: [
    'adminTokens.id',
    'adminTokens.refresh',
    'adminTokens.scope',
    'adminTokens.token',
    'apps.secretNo',
    'connections.app',
    'nav.scopes',
    'play.took',
    'playground.app',
    'serverSettings.off',
    'title.error',
  ],
  fr: [
    'adminTokens.id',
    'adminTokens.refresh',
    'adminTokens.scope',
    'app.secret',
    'apps.active',
    'apps.type',
    'nav.admin',
    'nav.scopes',
    'nav.sessions',
    'play.took',
    'sessions.title',
    'table.actions',
    'users.active',
  ],
};

/** Words for which the pages have another one: one thing is called the same everywhere. */
const OTHER_WORDS: Record<Translation, RegExp> = {
  de: /Zugriffstoken|Zugangstoken|Aktualisierungstoken|Playground|Client ID/i,
  es: /aplicaci[oó]n|token de (?:actualización|refresco)|entorno de pruebas|client id|concesi[oó]n/i,
  fr: /(?:l’|une |cette |votre )app\b|jeton (?:d’actualisation|de rafraîchissement)|playground|client id/i,
};

/** How each language quotes: what stands here in pairs, and no other quotation marks. */
const QUOTES: Record<Translation, { pair: RegExp; others: RegExp }> = {
  de: { pair: /„[^„“]+“/g, others: /["'«»”„“]/ },
  es: { pair: /«[^«»]+»/g, others: /["'“”„«»]/ },
  fr: { pair: /«\u00a0[^«»]+\u00a0»/g, others: /["'“”„«»]/ },
};

/** Keys that are put together while the server runs; those with an ending like `.title` need no line here. */
const PUT_TOGETHER = [
  /^app\.(?:dis|en)able(?:Title|Text|Submit)$/, // settings/http/app-steps.controller.ts
  /^done\.app-(?:dis|en)abled$/, // the same
  /^event\./, // admin/http/audit-events.controller.ts
  /^play\.(?:claim|error|signature)\./, // pages/assets/playground-token.js, playground-exchange.js
  /^play\.step\.(?:ask|trade)$/, // pages/assets/playground-flows.js
  /^playground\.flow\./, // pages/templates/playground.ts
  /^users\.(?:delete|disable|enable|inviteAgain|make(?:Admin|Member)|reset|signOut|unlock)(?:Title|Text)$/, // admin/http/user-steps.pages.controller.ts, user-links.pages.controller.ts
  /^scope\.group\./, // pages/templates/scope-choice.ts
];

const PLURALS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** `tokens` of `tokens.few`; null for messages that do not depend on a number. */
function countKey(key: string): string | null {
  const [, base, form] = /^(.+)\.(\w+)$/.exec(key) ?? [];
  const isCounted =
    PLURALS.includes(form!) && [`${base}.one`, `${base}.other`].every((other) => other in english);
  return isCounted ? base! : null;
}

/** The places of a message, in the order of the alphabet. */
const places = (message: string) =>
  split(message)
    .filter((_, index) => index % 2 === 1)
    .sort();

const faulty = (catalogue: Catalogue, isFault: (text: string, key: string) => boolean) =>
  Object.entries(catalogue).filter(([key, text]) => isFault(text, key));

describe.each(LANGUAGES)('the messages in %s', (language) => {
  const messages = CATALOGUES[language] as Catalogue;

  it('are neither empty nor padded', () => {
    expect(faulty(messages, (text) => text !== text.trim() || text === '' || / {2}/.test(text))).toEqual([]);
  });

  it('have an ellipsis instead of three dots', () => {
    expect(faulty(messages, (text) => text.includes('...'))).toEqual([]);
  });
});

describe.each(TRANSLATIONS)('the translation into %s', (language) => {
  const messages = CATALOGUES[language] as Catalogue;

  it('has every message', () => {
    expect(Object.keys(english).filter((key) => !(key in messages))).toEqual([]);
  });

  it('has no other messages, but for plurals that English lacks', () => {
    expect(Object.keys(messages).filter((key) => !(key in english) && countKey(key) === null)).toEqual([]);
  });

  it('has the places of the English message', () => {
    const own = (key: string) => english[key] ?? english[`${countKey(key)}.other`]!;
    expect(faulty(messages, (text, key) => `${places(text)}` !== `${places(own(key))}`)).toEqual([]);
  });

  it('leaves nothing in English, except for the words that are the same', () => {
    expect(faulty(messages, (text, key) => text === english[key]).map(([key]) => key)).toEqual(
      SAME[language],
    );
  });

  it('has one word for one thing', () => {
    expect(faulty(messages, (text) => OTHER_WORDS[language].test(text))).toEqual([]);
  });

  it('quotes as the language does', () => {
    const { pair, others } = QUOTES[language];
    expect(faulty(messages, (text) => others.test(text.replace(pair, '')))).toEqual([]);
  });

  it('has words for every scope of ours', () => {
    expect(BUILT_IN_SCOPES.filter(({ locales }) => !locales?.[language]).map(({ name }) => name)).toEqual([]);
  });
});

it('French puts its blanks before ? ! ; : where no line breaks', () => {
  expect(faulty(CATALOGUES.fr as Catalogue, (text) => / [?!;:»]|« /.test(text))).toEqual([]);
});

it('every message is used', () => {
  const words = new Set(sources(join(__dirname, '..')).flatMap(literals));
  const isUsed = (key: string) =>
    words.has(key) ||
    words.has(key.replace(/\.(?:title|text|submit|subject|one|other|zero)$/, '')) ||
    words.has(key.replace(/^(?:done|play)\./, '')) ||
    PUT_TOGETHER.some((pattern) => pattern.test(key));
  expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
});

/** Our own code, without its specs. */
function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[tj]s$/.test(file) && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

/** What stands between quotation marks and could be a key. */
const literals = (source: string): string[] =>
  [...source.matchAll(/['"`]([\w.-]+)['"`]/g)].map(([, literal]) => literal!);
