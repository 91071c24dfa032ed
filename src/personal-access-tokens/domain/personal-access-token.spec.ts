import * as fc from 'fast-check';
import { NOON } from '../../../test/support/values';
import { endOfDay, PersonalAccessToken } from './personal-access-token';

const token = (values: Partial<PersonalAccessToken>) =>
  new PersonalAccessToken({
    id: 'tok_0123456789abcdef',
    familyId: 'tok_0123456789abcdef',
    authorizationId: 'auth_0123456789abcdef',
    userId: 'user_0123456789abcdef',
    name: 'ci',
    description: '',
    scopes: [],
    prefix: 'apat_',
    last4: '1234',
    rotatable: false,
    createdAt: 0,
    expiresAt: null,
    lastUsedAt: null,
    lastUsedIp: null,
    revokedAt: null,
    replacedBy: null,
    ...values,
  });

describe('a personal token', () => {
  it.each([
    ['that never ends', {}, true],
    ['before its end', { expiresAt: NOON + 1 }, true],
    ['at its end', { expiresAt: NOON }, false],
    ['after its end', { expiresAt: NOON - 1 }, false],
    ['that is revoked', { revokedAt: NOON - 1 }, false],
    ['that is revoked and would end later', { revokedAt: NOON, expiresAt: NOON + 1 }, false],
  ])('%s is live: %s', (_, values, live) => {
    expect(token(values).isLive(NOON)).toBe(live);
  });
});

describe('the end of a personal token', () => {
  it.each([
    ['2026-11-21T12:00:00.000Z', 1, '2026-11-22T00:00:00.000Z'],
    ['2026-11-21T00:00:00.000Z', 1, '2026-11-22T00:00:00.000Z'],
    ['2026-11-21T23:59:59.999Z', 7, '2026-11-28T00:00:00.000Z'],
    ['2028-02-28T12:00:00.000Z', 1, '2028-02-29T00:00:00.000Z'],
  ])('made at %s for %i days is %s', (made, days, end) => {
    expect(new Date(endOfDay(Date.parse(made), days)).toISOString()).toBe(end);
  });

  it('is at 00:00 UTC, in at most so many days and more than one less', () => {
    const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 3660 }), (now, days) => {
        const end = endOfDay(now, days);
        expect(end % 86_400_000).toBe(0);
        expect(end - now).toBeGreaterThan((days - 1) * 86_400_000);
        expect(end - now).toBeLessThanOrEqual(days * 86_400_000);
      }),
    );
  });
});
