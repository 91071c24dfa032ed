import type { EpochMs } from '../../shared/domain/clock';
import type { TokenKindWord } from '../domain/token-kind';

/** Which tokens shall end: those that fit everything that is said, which is one thing at least. */
export interface MassSelector {
  userId?: string;
  clientRef?: string;
  kind?: TokenKindWord;
  issuedBefore?: EpochMs;
}

/** Ends many tokens by a few writes, however many there are. */
export abstract class MassEndings {
  /** How many living Authorizations it is about: one, many or no living tokens each. */
  abstract count(selector: MassSelector, at: EpochMs): Promise<number>;
  /** When it returns and is committed, none of the tokens opens anything. */
  abstract end(selector: MassSelector, at: EpochMs): Promise<void>;
}
