import { CATALOGUES, type Language, LANGUAGES, type MessageKey, say, split } from '../../src/locales/words';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser, decodeHtml, type Page } from '../support/browser';
import {
  addClient,
  allow,
  authorizePath,
  PASSWORD,
  type TestClient,
  type TestPerson,
} from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

/** Pages by their path, with the key of their heading. */
const SIGNED_OUT: [path: string, heading: MessageKey][] = [
  ['/', 'home.running'],
  ['/login', 'signIn.title'],
  ['/forgot', 'forgot.title'],
  ['/signup', 'signUp.title'],
  ['/invite?token=x', 'error.linkInvite.title'],
  ['/oauth/authorize?client_id=nobody', 'error.badLink.title'],
  ['/playground/callback', 'playground.back'],
  ['/nowhere', 'error.notFound.title'],
];
const SIGNED_IN: [path: string, heading: MessageKey][] = [
  ['/settings/profile', 'profile.title'],
  ['/settings/security', 'security.title'],
  ['/settings/sessions', 'sessions.title'],
  ['/settings/sessions/end-others', 'sessions.endOthersTitle'],
  ['/settings/connections', 'connections.title'],
  ['/settings/apps', 'nav.apps'],
  ['/settings/apps/new', 'apps.newTitle'],
  ['/settings/apps/new?type=web', 'apps.newTitle'],
  ['/settings/tokens', 'tokens.title'],
  ['/settings/tokens/new', 'tokens.newTitle'],
  ['/settings/tokens?state=ended', 'tokens.endedTitle'],
  ['/playground', 'playground.title'],
  ['/logout', 'signOut.title'],
];

const languageOf = ({ body }: Page) => /<html lang="(\w+)"/.exec(body)?.[1];
const headingOf = ({ body }: Page) => decodeHtml(/<h1>(.*?)<\/h1>/s.exec(body)?.[1] ?? '');
const inLanguage = (path: string, language: string) =>
  `${path}${path.includes('?') ? '&' : '?'}ui_locales=${language}`;

/** What stands between the places of messages, where it is long enough not to be there by chance. */
const pieces = (messages: Iterable<string>) =>
  [...messages].flatMap((message) => split(message).filter((_, index) => index % 2 === 0));

/** English words of ours in a page of another language. */
function englishIn(page: Page, language: Language): string[] {
  const text = decodeHtml(page.body);
  const own = Object.values(CATALOGUES[language]).join('\n');
  const english = pieces(Object.values(CATALOGUES.en as Record<string, string>));
  return english.filter((piece) => piece.trim().length > 12 && !own.includes(piece) && text.includes(piece));
}

describe('the language of the pages', () => {
  let server: TestServer;
  let client: TestClient;
  let ada: TestPerson;

  beforeAll(async () => {
    server = await startServer({ env: { SIGNUP: 'open', PLAYGROUND: 'on' } });
    client = await addClient(server);
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server);
  });

  const choose = (locale: string | null) =>
    server.get(UserAdministration).update(ada.user, { locale }, SYSTEM);

  describe.each(LANGUAGES)('%s', (language) => {
    it.each(SIGNED_OUT)('speaks on %s', async (path, heading) => {
      expectToSpeak(await new Browser(server.url).open(inLanguage(path, language)), heading);
    });

    it('speaks on all pages behind the sign-in', async () => {
      await choose(language);
      const browser = await browserOf(server, ada);
      for (const [path, heading] of SIGNED_IN) expectToSpeak(await browser.get(path), heading);
    });

    it('speaks of what is wrong with a form', async () => {
      await choose(language);
      const browser = await browserOf(server, ada);
      const typed = { name: ' ', redirect_uris: 'http://board.example.com/dev\nhttps://*.example.com/' };
      const form = await browser.get('/settings/apps/new?type=web');
      const refused = await browser.submit(form, 'new-app', typed);
      expectToSpeak(refused, 'apps.newTitle');
      const text = decodeHtml(refused.body);
      expect(text).toContain(say(language, 'form.errors.other', { count: 3 }));
      expect(text).toContain(say(language, 'fault.redirectUri.https'));
      expect(text).toContain(say(language, 'fault.redirectUri.wildcard'));
    });

    it('speaks on the pages of an app and of a token, and on the small ones that ask', async () => {
      await choose(language);
      const browser = await browserOf(server, ada);
      const typed = { name: 'Board', redirect_uris: 'https://board.example.com/cb', scopes: 'read:projects' };
      const app = await browser.submit(await browser.get('/settings/apps/new?type=web'), 'new-app', typed);
      const token = await browser.submit(await browser.get('/settings/tokens/new'), 'new-token', {
        name: 'laptop',
        scopes: 'read:projects',
        expires: '7',
      });
      for (const page of [app, token]) {
        expect(page).toMatchObject({ status: 200 });
        const links = [...page.body.matchAll(/href="(\/settings\/(?:apps|tokens)\/\w+\/[^"]+)"/g)];
        expect(links.length).toBeGreaterThan(1);
        for (const [, link] of links) expectToSpeak(await browser.get(link!));
      }
    });

    it('speaks on the consent page, with the words of the scopes', async () => {
      const path = authorizePath(client, { scope: 'read:profile delete:projects', ui_locales: language });
      const browser = await browserOf(server, ada);
      const consent = await browser.get(path);
      expectToSpeak(consent);
      const words = {
        en: 'See your name and picture',
        de: 'Ihren Namen und Ihr Bild sehen',
        es: 'Ver tu nombre y tu foto',
        fr: 'Voir votre nom et votre photo',
      };
      expect(consent.body).toContain(words[language]);
      const back = await browser.submit(consent, 'consent', { decision: 'allow' });
      expectToSpeak(back);
      expect(back.leadsTo).toContain(client.redirectUri);
    });

    it('writes days and how long ago as the language does', async () => {
      await choose(language);
      const browser = await browserOf(server, ada);
      server.advance(2 * 3600);
      await browserOf(server, ada);
      const { body } = await browser.get('/settings/sessions');
      const times = [...body.matchAll(/<time datetime="([^"]+)"[^>]*>([^<]+)<\/time>/g)];
      const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
      expect(times.map(([, , words]) => words)).toContain(day.format(new Date(times[0]![1]!)));
      const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(0, 'second');
      expect(times.map(([, , words]) => words)).toContain(ago);
    });

    function expectToSpeak(page: Page, heading?: MessageKey): void {
      expect({ url: page.url, language: languageOf(page) }).toEqual({ url: page.url, language });
      if (heading) expect(headingOf(page)).toBe(say(language, heading));
      if (language !== 'en')
        expect({ url: page.url, english: englishIn(page, language) }).toMatchObject({ english: [] });
    }
  });

  describe('is the nearest wish', () => {
    const PATH = '/settings/sessions';
    let browser: Browser;

    beforeEach(async () => {
      browser = await browserOf(server, ada);
    });

    const speaks = async (path: string, accepted?: string) =>
      languageOf(await browser.get(path, accepted === undefined ? {} : { 'Accept-Language': accepted }));

    it('the one of the link, then the person’s own, the cookie, the browser’s, English', async () => {
      expect(await speaks(PATH)).toBe('en');
      expect(await speaks(PATH, 'fr')).toBe('fr');
      expect(await speaks(`${PATH}?ui_locales=de`, 'fr')).toBe('de');
      expect(await speaks(PATH, 'fr')).toBe('de'); // the cookie
      await choose('es');
      expect(await speaks(PATH, 'fr')).toBe('es');
      expect(await speaks(`${PATH}?ui_locales=fr`, 'en')).toBe('fr');
      expect(await speaks(PATH, 'en')).toBe('es');
    });

    it.each(['xx', '', '*', 'deu', '<script>', 'de&ui_locales=fr'])(
      'and a wish for %j, which nobody can fulfil, is passed over',
      async (wish) => {
        expect(await speaks(`${PATH}?ui_locales=${wish}`, 'fr')).toBe('fr');
        expect(await speaks(PATH)).toBe('en');
        await choose('es');
        expect(await speaks(`${PATH}?ui_locales=${wish}`, 'fr')).toBe('es');
      },
    );

    it('the first of several that we speak', async () => {
      expect(await speaks(`${PATH}?ui_locales=xx%20fr-CA%20de`)).toBe('fr');
    });

    it('and a language that is not ours leaves the choice to the browser', async () => {
      await choose('nl');
      expect(await speaks(PATH, 'de')).toBe('de');
    });

    it('and a cookie that is not ours says nothing', async () => {
      for (const value of ['xx', 'de-AT', '../de', 'constructor']) {
        browser.cookies.set('__Host-grantor-language', value);
        expect(await speaks(PATH, 'fr')).toBe('fr');
      }
    });
  });

  describe('that an app asks for (ui_locales)', () => {
    const begin = (ui_locales: string, more: Record<string, string> = {}) =>
      authorizePath(client, { scope: 'read:projects', ui_locales, ...more });

    it('goes through the sign-in to the consent page and back', async () => {
      const browser = new Browser(server.url);
      const login = await browser.open(begin('de-CH'));
      expect(headingOf(login)).toBe('Anmelden');
      const wrong = await browser.signIn(ada.email, 'not it', login);
      expect(wrong.body).toContain('Die E-Mail-Adresse oder das Passwort stimmt nicht.');
      const consent = await browser.follow(await browser.signIn(ada.email, PASSWORD, wrong));
      expect(headingOf(consent)).toBe('Project Board Zugriff erlauben?');
      expect(consent.body).toContain('Ihre Projekte auflisten und ansehen');
      const back = await browser.submit(consent, 'consent', {}, 'Erlauben');
      expect(headingOf(back)).toBe('Zurück zu Project Board');
    });

    it('counts more than the person’s own on all these pages, and nowhere else', async () => {
      await choose('es');
      const browser = new Browser(server.url);
      const consent = await browser.follow(
        await browser.signIn(ada.email, PASSWORD, await browser.open(begin('de'))),
      );
      expect(headingOf(consent)).toBe('Project Board Zugriff erlauben?');
      expect(headingOf(await browser.submit(consent, 'consent', {}, 'Erlauben'))).toBe(
        'Zurück zu Project Board',
      );
      expect(languageOf(await browser.get('/settings/sessions'))).toBe('es');
    });

    it('gives way to the one that the person chooses on the way', async () => {
      const browser = new Browser(server.url);
      const login = await browser.open(begin('de'));
      const french = /href="([^"]*ui_locales=fr)"/.exec(login.body)![1]!;
      const again = await browser.get(`/login${decodeHtml(french)}`);
      expect(headingOf(again)).toBe('Se connecter');
      const consent = await browser.follow(await browser.signIn(ada.email, PASSWORD, again));
      expect(headingOf(consent)).toBe('Autoriser Project Board\u202f?');
    });

    it('is passed over when it is unknown: the person’s own counts', async () => {
      await choose('es');
      const browser = new Browser(server.url);
      const consent = await browser.follow(
        await browser.signIn(ada.email, PASSWORD, await browser.open(begin('xx'))),
      );
      expect(headingOf(consent)).toBe('¿Autorizar a Project Board?');
    });

    it('changes nothing for the app: it gets its code, and errors in English', async () => {
      const callback = await allow(
        new Browser(server.url),
        begin('fr', { state: 'é' }),
        ada.email,
        'Autoriser',
      );
      expect(callback.searchParams.get('code')).toMatch(/^\w/);
      expect(callback.searchParams.has('ui_locales')).toBe(false);
      const browser = await browserOf(server, ada);
      const refused = await browser.get(begin('fr', { response_type: 'nothing' }));
      expect(refused.leadsTo).toContain('error=unsupported_response_type');
      expect(refused.leadsTo).not.toMatch(/%C3/);
    });
  });
});
