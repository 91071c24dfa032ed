import * as fc from 'fast-check';
import { decodeHtml } from '../../test/support/browser';
import { escapeHtml, Html, html, safeHref } from './html';

/** Text that is full of what HTML is made of. */
const markup = fc.string({
  unit: fc.oneof(fc.constantFrom(...'<>&"\'/;#ab3x'), fc.string({ unit: 'binary' })),
});

describe('text on a page', () => {
  it('has nothing that begins a tag, an entity or the end of an attribute', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        expect(decodeHtml(escaped)).toBe(text);
      }),
    );
  });

  it('is what was written, wherever it stands', () => {
    fc.assert(
      fc.property(markup, (text) => {
        expect(html`<p title="${text}">${[text]}</p>`.text).toBe(
          `<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`,
        );
      }),
    );
  });

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['" onload="x', '&quot; onload=&quot;x'],
    ["'", '&#39;'],
    ['&amp;', '&amp;amp;'],
    ['</p', '&lt;/p'],
  ])('%j becomes %j', (text, escaped) => {
    expect(html`${text}`.text).toBe(escaped);
  });
});

describe('the parts of a template', () => {
  it('that are HTML already stay as they are', () => {
    expect(html`<p>${html`<b>${'<'}</b>`}</p>`.text).toBe('<p><b>&lt;</b></p>');
  });

  it('may be lists of lists, numbers, or nothing', () => {
    const items = [html`<i>1</i>`, ['<', [2, null]], undefined, false as const];
    expect(html`${items}${null}${undefined}${false}${0}${''}`.text).toBe('<i>1</i>&lt;20');
  });

  it('that only look like HTML are escaped', () => {
    const disguised = { text: '<b>', toString: () => '<b>' } as unknown as string;
    expect(() => html`${disguised}`).toThrow();
    expect(html`${String(new Html('<b>'))}`.text).toBe('&lt;b&gt;');
  });

  it('keep what the template says', () => {
    expect(`${html`a\tb&amp;c`}`).toBe('a\tb&amp;c');
  });
});

describe('an address in a link', () => {
  it.each([
    'https://app.example.test/x?a=b#c',
    'http://localhost:3000',
    '/settings',
    '/',
    '/oauth/authorize?x=1',
  ])('may be %s', (address) => {
    expect(safeHref(address)).toBe(address);
  });

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    'evil.example',
    'https:evil.example',
    'mailto:ada@example.com',
    'com.example.app:/x',
    '#x',
    '?x',
    '',
  ])('may not be %j', (address) => {
    expect(safeHref(address)).toBe('#');
  });

  it('leads to http and https only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { protocol } = new URL(safeHref(text), 'https://auth.example.test');
        expect(['http:', 'https:']).toContain(protocol);
      }),
    );
  });
});
