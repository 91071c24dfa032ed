import { provenBrowser, withProof } from './browser-proof';

const KEY = 'a key';

describe('the proof of a browser', () => {
  it('is known to the person who has signed in there, and to nobody else', () => {
    const cookie = withProof(null, 'ada@example.com', KEY);
    expect(provenBrowser(cookie, ' ADA@example.com ', KEY)).toMatch(/^[0-9A-Za-z]{22}$/);
    expect(provenBrowser(cookie, 'ben@example.com', KEY)).toBeNull();
    expect(provenBrowser(cookie, 'ada@example.com', 'another key')).toBeNull();
  });

  it('knows several people, the last five', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.com`);
    const cookie = names.reduce<string | null>((kept, name) => withProof(kept, name, KEY), null);
    const ids = names.map((name) => provenBrowser(cookie, name, KEY));
    expect(ids[0]).toBeNull();
    expect(new Set(ids.slice(1)).size).toBe(1);
  });

  it('knows a person once, however often they sign in', () => {
    const once = withProof(null, 'ada@example.com', KEY);
    expect(withProof(once, 'ada@example.com', KEY)).toBe(once);
  });

  it.each([null, '', 'x', '.', `${'a'.repeat(22)}.${'b'.repeat(43)}`, `${'a'.repeat(22)}${'.'.repeat(50)}`])(
    'does not believe %p',
    (cookie) => {
      expect(provenBrowser(cookie, 'ada@example.com', KEY)).toBeNull();
      expect(provenBrowser(withProof(cookie, 'ada@example.com', KEY), 'ada@example.com', KEY)).not.toBeNull();
    },
  );
});
