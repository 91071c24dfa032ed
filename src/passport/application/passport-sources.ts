import type { EpochMs } from '../../shared/domain/clock';
import type { PassportClient, PassportRefreshToken } from '../domain/passport-rows';

/** The database of an application with Laravel Passport, to be read and never written. */
export interface PassportSource {
  clients(): Promise<PassportClient[]>;
  /** Those that may be used at that moment, some at a time. */
  refreshTokens(at: EpochMs): AsyncIterable<PassportRefreshToken[]>;
  /** How many personal access tokens live at that moment. */
  countPersonalTokens(at: EpochMs): Promise<number>;
  close(): Promise<void>;
}

/** Opens databases of Laravel Passport. */
export abstract class PassportSources {
  /** @throws Problem `validation-failed` that says why it cannot be read, without the password */
  abstract open(url: string): Promise<PassportSource>;
}
