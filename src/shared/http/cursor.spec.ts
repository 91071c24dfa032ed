import { readCursor, writeCursor } from './cursor';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it.each([
    ['-created_at', 'moment', { value: 1_795_000_000_123, id: 'prj_0123456789abcdef' }],
    ['name', 'text', { value: 'Ärger & Öl 🚀', id: 'prj_0123456789abcdef' }],
    ['name', 'text', { value: '', id: 'x' }],
  ] as const)('leads back to its place (%s)', (sort, kind, position) => {
    expect(readCursor(writeCursor(sort, position), sort, kind)).toEqual(position);
  });

  it('is of letters that need no encoding in a URL', () => {
    expect(writeCursor('name', { value: '???>>>', id: 'x' })).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('belongs to one order', () => {
    const cursor = writeCursor('name', { value: 'Ada', id: 'x' });
    expect(readCursor(cursor, '-name', 'text')).toBeNull();
    expect(readCursor(cursor, '-created_at', 'moment')).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['no base64url', 'a+b/c='],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['broken UTF-8', Buffer.from([0x5b, 0xff, 0xfe]).toString('base64url')],
    ['no list', encode({ 0: 'name', 1: 'Ada', 2: 'x', length: 3 })],
    ['too little', encode(['name', 'Ada'])],
    ['too much', encode(['name', 'Ada', 'x', 'y'])],
    ['a number for a text', encode(['name', 7, 'x'])],
    ['an object for a text', encode(['name', { a: 1 }, 'x'])],
    ['a NUL', encode(['name', 'A\0', 'x'])],
    ['half a surrogate pair', encode(['name', '\ud800', 'x'])],
    ['an id with a blank', encode(['name', 'Ada', 'x '])],
    ['an id that is no text', encode(['name', 'Ada', ['x']])],
    ['far too long', encode(['name', 'A'.repeat(4000), 'x'])],
  ])('is refused when it holds %s', (_, cursor) => {
    expect(readCursor(cursor, 'name', 'text')).toBeNull();
  });

  it.each([['Ada'], [1.5], [1e300], [null], [true]])('is refused when it holds %p for a moment', (value) => {
    expect(readCursor(encode(['-created_at', value, 'x']), '-created_at', 'moment')).toBeNull();
  });
});
