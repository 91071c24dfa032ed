import { Problem, PROBLEMS, type ProblemSlug } from './problem';

describe('a problem (RFC 9457 §3.1)', () => {
  it.each([
    ['validation-failed', 400],
    ['unknown-parameter', 400],
    ['malformed-request', 400],
    ['unauthenticated', 401],
    ['insufficient-scope', 403],
    ['role-required', 403],
    ['not-found', 404],
    ['method-not-allowed', 405],
    ['conflict', 409],
    ['last-admin', 409],
    ['version-mismatch', 412],
    ['payload-too-large', 413],
    ['uri-too-long', 414],
    ['headers-too-large', 431],
    ['unsupported-media-type', 415],
    ['limit-reached', 422],
    ['rate-limited', 429],
    ['internal', 500],
    ['unavailable', 503],
  ] as const)('%s is answered with %i', (slug, status) => {
    const problem = new Problem(slug, 'Because.');
    expect(problem).toMatchObject({
      slug,
      status,
      title: PROBLEMS[slug][1],
      detail: 'Because.',
      headers: {},
    });
    expect(problem.errors).toBeUndefined();
  });

  it.each(Object.keys(PROBLEMS) as ProblemSlug[])('%s has a title of its own', (slug) => {
    const titles = Object.values(PROBLEMS).map(([, title]) => title);
    expect(titles.filter((title) => title === PROBLEMS[slug][1])).toHaveLength(1);
    expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('carries headers, the places of faults, and a cause for the log', () => {
    const errors = [{ pointer: '/name', code: 'length', detail: 'Use less.' }];
    const cause = new Error('disk');
    const problem = new Problem('conflict', 'No.', { errors, headers: { 'Retry-After': '5' }, cause });
    expect(problem).toMatchObject({ errors, headers: { 'Retry-After': '5' }, cause });
  });

  it('tells nobody whether an id exists or is only somebody else’s', () => {
    expect(Problem.notFound('token')).toMatchObject({
      slug: 'not-found',
      detail: 'There is no such token, or it is not yours.',
    });
  });
});
