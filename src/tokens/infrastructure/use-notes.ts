import type { Database } from '../../database/database';
import { filledUp, StatementQueue } from '../../database/statement-queue';
import type { Bindable } from '../../database/statements';
import type { EpochMs } from '../../shared/domain/clock';

/** An Authorization brought a token at that moment, which may live until then. */
export interface UseNote {
  id: string;
  at: EpochMs;
  until: EpochMs;
}

/** Notes at many Authorizations by one statement. The end is never earlier than it was: refreshes run side by side. */
export class UseNotes extends StatementQueue<UseNote, void> {
  constructor(database: Database) {
    super(database, async (notes) => {
      const latest = [...latestOf(notes).values()];
      const all = filledUp(latest);
      const greater = database.isSqlite ? 'MAX' : 'GREATEST';
      const sql = `UPDATE grantor_authorizations
        SET last_used_at = ${choice(all)}, expires_at = ${greater}(expires_at, ${choice(all)})
        WHERE id IN (${all.map(() => '?').join(', ')})`;
      const values: Bindable[] = [
        ...all.flatMap(({ id, at }) => [id, at]),
        ...all.flatMap(({ id, until }) => [id, until]),
        ...all.map(({ id }) => id),
      ];
      await database.unseen(() => database.execute(sql, values));
      return notes.map(() => undefined);
    });
  }
}

const choice = (notes: readonly UseNote[]): string =>
  `CASE id ${notes.map(() => 'WHEN ? THEN ?').join(' ')} END`;

/** The same Authorization may be noted twice in one moment. */
function latestOf(notes: readonly UseNote[]): Map<string, UseNote> {
  const latest = new Map<string, UseNote>();
  for (const { id, at, until } of notes) {
    const known = latest.get(id);
    latest.set(id, { id, at: Math.max(at, known?.at ?? 0), until: Math.max(until, known?.until ?? 0) });
  }
  return latest;
}
