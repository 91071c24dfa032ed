import type { Database } from '../../database/database';
import { filledUp, StatementQueue } from '../../database/statement-queue';

/** Whether one person has given one client more than so many Authorizations that are not revoked. */
export interface CrowdQuestion {
  userId: string;
  clientRef: string;
  count: number;
}

/** Asks for many people at once: nearly everyone is answered by a look at some entries of an index. */
export class CrowdQuestions extends StatementQueue<CrowdQuestion, boolean> {
  constructor(database: Database) {
    super(database, async (questions) => {
      const all = filledUp(questions);
      const parts = all.map(
        ({ count }, index) => `SELECT * FROM (SELECT ${index} AS asked FROM grantor_authorizations
          WHERE user_id = ? AND client_ref = ? AND revoked_at IS NULL LIMIT 1 OFFSET ${Number(count)}) part${index}`,
      );
      const values = all.flatMap(({ userId, clientRef }) => [userId, clientRef]);
      const { rows } = await database.execute(parts.join(' UNION ALL '), values);
      const found = new Set(rows.map(({ asked }) => Number(asked)));
      return questions.map((_, index) => found.has(index));
    });
  }
}
