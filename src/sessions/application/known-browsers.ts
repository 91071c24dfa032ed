import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import type { KnownBrowser } from '../domain/known-browser';

/** Where kinds of browsers are remembered. */
export abstract class KnownBrowsers implements Purgeable {
  /** Remembers it; says whether it is the person's very first, a new one beside others, or one that was known. */
  abstract note(browser: KnownBrowser): Promise<'first' | 'new' | 'known'>;
  abstract removeOf(userId: string): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}
