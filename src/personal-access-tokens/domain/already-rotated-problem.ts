import { Problem } from '../../shared/domain/problem';
import type { PersonalAccessToken } from './personal-access-token';

/** A token shall be rotated that has ended, or that another has replaced: then somebody has an old one. */
export class AlreadyRotatedProblem extends Problem {
  constructor(readonly token: PersonalAccessToken) {
    super('already-rotated', 'This token has ended or has been rotated already.', {
      words: { key: 'fault.token.alreadyRotated' },
    });
  }
}
