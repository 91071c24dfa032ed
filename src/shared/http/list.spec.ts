import { type Problem } from '../domain/problem';
import { writeCursor } from './cursor';
import { oneOf, shortText } from './known-parameters';
import { readList } from './list';

const RULES = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' }, name: { by: 'name', holds: 'text' } },
  defaultSort: '-created_at',
  filters: { q: shortText, status: oneOf('active', 'archived') },
} as const;

const refusal = (query: object): string => {
  try {
    readList(query, RULES);
  } catch (error) {
    return (error as Problem).slug;
  }
  return 'none';
};

describe('the query of a list', () => {
  it('may be empty', () => {
    const page = { limit: 50, by: 'createdAt', descending: true, after: null };
    expect(readList({}, RULES)).toEqual({ page, filters: {}, sort: '-created_at' });
  });

  it('says how many, in which order, from where, and which', () => {
    const after = { value: 'Ada', id: 'x' };
    const query = {
      limit: '200',
      sort: 'name',
      cursor: writeCursor('name', after),
      q: '10%',
      status: 'active',
    };
    expect(readList(query, RULES)).toEqual({
      page: { limit: 200, by: 'name', descending: false, after },
      filters: { q: '10%', status: 'active' },
      sort: 'name',
    });
  });

  it.each([{ statsu: 'active' }, { toString: 'x' }, { constructor: 'x' }, JSON.parse('{"__proto__":"x"}')])(
    'with an unknown name is refused: %j',
    (query) => {
      expect(refusal(query)).toBe('unknown-parameter');
    },
  );

  it.each([
    { limit: '0' },
    { limit: '201' },
    { limit: '1.5' },
    { limit: '' },
    { limit: '1e2' },
    { limit: ['1', '2'] },
    { sort: 'owner_hash' },
    { sort: '--name' },
    { sort: 'constructor' },
    { sort: '' },
    { status: '' },
    { status: 'ACTIVE' },
    { status: ['active', 'archived'] },
    { q: 'a'.repeat(101) },
    { q: 'a\0' },
    { cursor: '' },
    { cursor: 'x' },
    { cursor: writeCursor('name', { value: 'Ada', id: 'x' }) },
  ])('with a value that means nothing is refused: %j', (query) => {
    expect(refusal(query)).toBe('validation-failed');
  });
});
