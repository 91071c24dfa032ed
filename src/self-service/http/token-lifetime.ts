import { daysOf, daysTo } from '../../personal-access-tokens/domain/personal-access-token';
import type { EpochMs } from '../../shared/domain/clock';
import { invalidParameter, moment } from '../../shared/http/known-parameters';
import type { CreateTokenDto } from './token.dto';

/**
 * How long a token shall live, in whole days; null: for ever. There is no default: who automates tokens shall know when
 * theirs end.
 *
 * @throws Problem `validation-failed` where it is said not at all, or twice
 */
export function lifetimeOf(
  { expires_at: at, expires_in: seconds }: Pick<CreateTokenDto, 'expires_at' | 'expires_in'>,
  now: EpochMs,
): number | null {
  if ((at === undefined) === (seconds === undefined))
    throw invalidParameter('expires_in', 'required', 'Send either expires_in or expires_at.');
  if (seconds !== undefined) return seconds === null ? null : daysOf(seconds);
  return typeof at === 'string' ? daysTo(now, moment(at)!) : null;
}
