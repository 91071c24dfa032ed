import { counted } from '../../locales/words';
import { currentLanguage } from '../../shared/application/request-context';
import { fieldError, Problem } from '../../shared/domain/problem';

/** Passwords were wrong too often: nobody may try one now, not even the right one. */
export class TooManyTries extends Problem {
  /** Seconds. */
  readonly retryAfter: number;

  constructor(waitMs: number) {
    const seconds = Math.max(Math.ceil(waitMs / 1000), 1);
    const minutes = Math.ceil(seconds / 60);
    const key = counted(currentLanguage(), 'signIn.locked', minutes);
    const error = fieldError('/current_password', 'too_many', key, { count: minutes });
    super('rate-limited', error.detail, { errors: [error], headers: { 'Retry-After': String(seconds) } });
    this.retryAfter = seconds;
  }
}
