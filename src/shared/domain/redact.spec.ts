import { redact, redactText } from './redact';
import { SecretFormat, type SecretKind } from './secret';

describe('redactText', () => {
  it.each(['personal', 'refresh', 'access', 'client', 'code', 'link'] as SecretKind[])(
    'hides secrets of the kind %s wherever they stand',
    (kind) => {
      const secret = new SecretFormat('z').make(kind);
      const text = redactText(`it was (${secret}), they said`);
      expect(text).not.toContain(secret.slice(5));
      expect(text).toMatch(/^it was \(z\w+_\[hidden\]\), they said$/);
    },
  );

  it.each([
    ['Authorization: Bearer abcdef123456', 'Authorization: Bearer [hidden]'],
    ['Basic YWJjOmRlZmdo', 'Basic [hidden]'],
    ['/cb?code=abc&state=x%20y&x=1', '/cb?code=[hidden]&state=[hidden]&x=1'],
    ['password=hunter2 client_secret=s', 'password=[hidden] client_secret=[hidden]'],
    ['mysql://grantor:s3cret@db:3306/x', 'mysql://[hidden]@db:3306/x'],
    ['a eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln b', 'a [hidden] b'],
    ['The database does not answer.', 'The database does not answer.'],
  ])('%s', (text, expected) => expect(redactText(text)).toBe(expected));
});

describe('redact', () => {
  it('looks into objects and lists, hides members named like secrets, and ends somewhere', () => {
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    expect(
      redact({
        password: 'x',
        client_secret: 'y',
        code: 'ER_LOCK_DEADLOCK',
        parameters: [1, 'a'],
        list: ['token=1'],
        nothing: null,
        deep,
      }),
    ).toEqual({
      password: '[hidden]',
      client_secret: '[hidden]',
      code: 'ER_LOCK_DEADLOCK',
      parameters: '[hidden]',
      list: ['token=[hidden]'],
      nothing: null,
      deep: { a: { b: { c: '[deeper]' } } },
    });
  });
});
