import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { Authorizations } from './stores';

/** So many rows are written in one go; more would keep others waiting. */
const BATCH = 1000;
const PAUSE_MS = 20;

/** Notes at Authorizations that they ended with others of their client, for the sake of lists: they are dead already. */
@Injectable()
export class EndedMarks {
  constructor(
    private readonly authorizations: Authorizations,
    private readonly platform: Platform,
  ) {}

  /** The first rows at once, so that lists are right when it returns; the rest of a large client afterwards. */
  async mark(clientRef: string): Promise<void> {
    const last = await this.batch(clientRef, '');
    if (last !== null) this.later([clientRef], last);
  }

  /** All of them afterwards. */
  later(clientRefs: readonly string[], after = ''): void {
    this.platform.afterCommit(() =>
      this.platform.inBackground(async (stopping) => {
        for (const clientRef of clientRefs) {
          let last: string | null = after;
          while (last !== null) {
            last = await this.batch(clientRef, last);
            await wait(PAUSE_MS, undefined, { signal: stopping, ref: false }).catch(() => undefined);
          }
        }
      }),
    );
  }

  private batch(clientRef: string, after: string): Promise<string | null> {
    return this.authorizations.markEnded(clientRef, this.platform.now(), { after, limit: BATCH });
  }
}
