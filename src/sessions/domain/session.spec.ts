import { NOON } from '../../../test/support/values';
import { Session } from './session';

const session = new Session({
  id: 'sess_0123456789abcdef',
  secretHash: 'hash',
  userId: 'user_0123456789abcdef',
  authTime: NOON,
  acr: '1',
  amr: ['pwd'],
  ip: null,
  userAgent: null,
  createdAt: NOON,
  lastSeenAt: NOON,
  expiresAt: NOON + 1000,
});

it.each([
  [NOON, true],
  [NOON + 999, true],
  [NOON + 1000, false],
  [NOON + 1001, false],
])('a session that ends at noon and one second, at %i, is live: %s', (now, live) => {
  expect(session.isLive(now)).toBe(live);
});
