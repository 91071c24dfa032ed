import type { EpochMs } from '../shared/domain/clock';
import type { KnownKey } from './application/key-list';

/** A key as REST and CLI show it: never its private half. @param moment how times are written */
export const keyBody = <T>(key: KnownKey, moment: (at: EpochMs | null) => T) => ({
  kid: key.kid,
  alg: key.alg,
  use: 'sig' as const,
  status: key.status,
  created_at: moment(key.createdAt),
  activate_at: moment(key.activatedAt),
  retire_at: moment(key.retireAt),
  signed_count: key.signedCount,
});
