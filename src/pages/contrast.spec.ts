import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { aSettings } from '../../test/support/values';
import { type Contrast, contrasts } from './contrast';
import { ThemeWarning } from './theme-warning';

const css = readFileSync(join(__dirname, 'assets/app.css'), 'utf8');
const isWeak = ({ ratio, minimum }: Contrast) => ratio === null || ratio < minimum;
const find = (all: Contrast[], scheme: string, front: string, back: string) =>
  all.find((one) => one.scheme === scheme && one.front === front && one.back === back)!;

describe('the stylesheet', () => {
  it('has enough contrast in every pair of colours, light and dark', () => {
    expect(contrasts(css).filter(isWeak)).toEqual([]);
  });

  it('is small and loads nothing from elsewhere', () => {
    expect(Buffer.byteLength(css)).toBeLessThan(20_000);
    expect(css).not.toMatch(/@import|url\(/i);
  });

  it('uses no colour that it does not name', () => {
    const named = new Set([...css.matchAll(/(?<=\s)--([\w-]+):/g)].map(([, name]) => name!));
    const used = [...css.matchAll(/var\(--([\w-]+)/g)].map(([, name]) => name!);
    expect(used.filter((name) => !named.has(name))).toEqual([]);
    const behindNames = css.slice(css.indexOf('*,'));
    expect(behindNames).not.toMatch(/#[\da-f]{3,8}\b|rgba?\(|hsla?\(/i);
  });
});

describe('the contrast of two colours', () => {
  const ratio = (ink: string, surface: string) =>
    find(contrasts(`:root { --ink: ${ink}; --surface: ${surface}; }`), 'light', 'ink', 'surface').ratio;

  it.each([
    ['#000', '#FFF', 21],
    ['#fff', '#000000', 21],
    ['rgb(0 0 0)', 'rgb(255, 255, 255)', 21],
    ['#123456', '#123456', 1],
    // As other tools say.
    ['#1d1c1a', '#f5f4f0', 15.5],
    ['#b2b0a7', '#252824', 6.9],
    ['#8a867b', '#fff', 3.6],
    ['#767676', '#fff', 4.5],
    ['#0000ff', '#fff', 8.6],
  ])('%s on %s is %d', (ink, surface, expected) => {
    expect(ratio(ink, surface)).toBeCloseTo(expected, 1);
  });

  it.each([
    '',
    'black',
    '#00000',
    '#0000ff80',
    'rgb(0 0 0 / 50%)',
    'hsl(0 0% 0%)',
    'var(--bg)',
    'oklch(0 0 0)',
  ])('is not judged for %j', (ink) => {
    expect(ratio(ink, '#fff')).toBeNull();
  });
});

describe('a theme', () => {
  const ink = (theme: string) => {
    const all = contrasts(css, theme);
    return ['light', 'dark'].map((scheme) => Math.round(find(all, scheme, 'ink', 'surface').ratio!));
  };

  it.each([
    ['that changes nothing', '', [17, 14]],
    ['for both schemes', ':root{--ink:#888}', [4, 5]],
    ['for the dark', '@media (prefers-color-scheme: dark) { :root { --ink: #888 } }', [17, 5]],
    ['for the light', '@media screen and (prefers-color-scheme:light){:root{--ink:#888}}', [4, 14]],
    [
      'with more in braces',
      '@media (prefers-color-scheme: dark) { @supports (color: red) { a { --x: 1 } } :root { --ink: #888 } } :root { --line: #888 }',
      [17, 5],
    ],
    ['that is commented out', '/* :root{--ink:#888} */', [17, 14]],
    ['that ends in the middle', '@media (prefers-color-scheme: dark) { :root { --ink: #888', [17, 5]],
  ])('%s', (_, theme, expected) => {
    expect(ink(theme)).toEqual(expected);
  });

  describe('is judged at the start', () => {
    let folder: string;
    let warned: unknown[];

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'grantor-theme-'));
      warned = [];
      jest.spyOn(Logger.prototype, 'warn').mockImplementation((message) => void warned.push(message));
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    function start(theme: string): void {
      const path = join(folder, 'theme.css');
      writeFileSync(path, theme);
      new ThemeWarning(aSettings({ THEME_CSS: path })).onApplicationBootstrap();
    }

    it('and a pair that is hard to read is named, with its contrast', () => {
      start(':root { --accent-ink: #9fd8cf; --field: #bbb }');
      expect(warned).toContain(
        'THEME_CSS: --accent-ink on --accent has a contrast of 4.4 in light mode; use colours with at least 4.5 (WCAG 2.2).',
      );
      expect(warned).toContain(
        'THEME_CSS: --field on --surface has a contrast of 1.9 in light mode; use colours with at least 3 (WCAG 2.2).',
      );
    });

    it('and nothing is said of one that can be read, or that cannot be judged', () => {
      start(
        ':root { --accent: #0a3d8f; --ink: black } @media (prefers-color-scheme: dark) { :root { --accent: #9dc1f5 } }',
      );
      expect(warned).toEqual([]);
    });

    it('and nothing is said where there is none', () => {
      new ThemeWarning(aSettings()).onApplicationBootstrap();
      expect(warned).toEqual([]);
    });
  });
});
