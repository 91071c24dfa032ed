import { markDifference } from './untrusted-request';

describe('the marked difference of two addresses', () => {
  it.each([
    ['https://a.test/cb/', 'https://a.test/cb', 'https://a.test/cb<mark>/</mark>'],
    ['https://a.test/cb', 'https://a.test/cb/', 'https://a.test/cb'],
    ['http://localhost:3001/cb', 'http://127.0.0.1:3001/cb', 'http://<mark>localhost</mark>:3001/cb'],
    ['https://a.test/cb', 'https://a.test/cb', 'https://a.test/cb'],
    ['https://a.test/aa', 'https://a.test/a', 'https://a.test/a<mark>a</mark>'],
    ['a<b', 'a>b', 'a<mark>&lt;</mark>b'],
    ['', 'https://a.test/cb', ''],
    ['x', '', '<mark>x</mark>'],
  ])('of %j to %j', (text, other, marked) => {
    expect(markDifference(text, other).text).toBe(marked);
  });
});
