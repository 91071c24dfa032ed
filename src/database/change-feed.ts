import { currentRequest, type RequestContext } from '../shared/application/request-context';
import { randomBase62 } from '../shared/domain/secret';
import type { FeedPosition } from './change-feed.schema';
import { type FeedReader, FeedUnreadableError } from './feed-reader';
import { SharedQuestion } from './shared-question';
import type { Bindable } from './statements';
import { aboutTable } from './subjects';

/** Something that is kept, and is told what has changed. */
export interface Kept {
  readonly table: string;
  drop(subject: string): void;
  /** Anything may have changed. */
  dropAll(): void;
}

/** The statements of the transaction that is under way. */
interface Writer {
  execute(sql: string, values: readonly Bindable[]): Promise<unknown>;
}

const RAISE = 'UPDATE grantor_feed_position SET number = number + 1, tag = ? WHERE id = 1';
const NOTE = `INSERT INTO grantor_feed_entries (number, tag, subjects, at)
  SELECT number, tag, ?, ? FROM grantor_feed_position WHERE id = 1`;

/** With more than that at once, it costs less to forget everything. */
const MAX_ENTRIES = 1000;
/** A request that takes longer asks again. */
const ANSWER_HOLDS_MS = 2000;

/**
 * Tells the caches of this node what has changed, on whatever node.
 *
 * A change appends to the feed in its own transaction. Before a request believes a cache it asks how far the feed has
 * come; all requests of the moment share that question. See ADR 11.
 */
export class ChangeFeed {
  /** How often something that is kept has gone. */
  count = 0;
  private known: FeedPosition | null = null;
  private readonly caches: Kept[] = [];
  private readonly question = new SharedQuestion(() => this.catchUp());
  private readonly answers = new WeakMap<RequestContext, { answer: Promise<void>; at: number }>();

  constructor(private readonly reader: FeedReader) {}

  watch(cache: Kept): void {
    this.caches.push(cache);
  }

  isKept(table: string): boolean {
    return this.caches.some((cache) => cache.table === table);
  }

  /** Returns when all caches know what changed before the request began; a request asks once. @throws FeedUnreadableError */
  assure(): Promise<void> {
    const request = currentRequest();
    if (!request) return this.question.ask();
    const now = performance.now();
    const known = this.answers.get(request);
    if (known && now - known.at < ANSWER_HOLDS_MS) return known.answer;
    const answer = this.question.ask();
    this.answers.set(request, { answer, at: now });
    return answer;
  }

  /**
   * The last statements of a transaction that has changed something. The row that is raised stays locked until the
   * commit, so who comes later has the higher number.
   */
  async append(database: Writer, subjects: ReadonlySet<string>): Promise<void> {
    await database.execute(RAISE, [randomBase62(16)]);
    await database.execute(NOTE, [JSON.stringify([...subjects]), Date.now()]);
  }

  /** This node has changed, or tried to change, something: what it keeps goes at once, and its request asks again. */
  noteOwn(subjects: ReadonlySet<string>): void {
    if (subjects.size === 0) return;
    const request = currentRequest();
    if (request) this.answers.delete(request);
    for (const subject of subjects) this.drop(subject);
  }

  private async catchUp(): Promise<void> {
    try {
      const position = await this.reader.position();
      const { known } = this;
      if (known?.number === position.number && known.tag === position.tag) return;
      const subjects = known && (await this.subjectsBetween(known, position));
      this.known = position;
      if (subjects) for (const subject of subjects) this.drop(subject);
      else this.dropAll();
    } catch (error) {
      throw new FeedUnreadableError(error);
    }
  }

  /** Null when the feed does not lead from one to the other: it was cut, or the database is another than before. */
  private async subjectsBetween(from: FeedPosition, to: FeedPosition): Promise<string[] | null> {
    const count = to.number - from.number;
    if (count <= 0 || count > MAX_ENTRIES) return null;
    const [first, ...entries] = await this.reader.between(from.number, to.number);
    if (first?.tag !== from.tag || entries.length !== count || entries.at(-1)!.tag !== to.tag) return null;
    return entries.flatMap(({ subjects }) => JSON.parse(subjects) as string[]);
  }

  private dropAll(): void {
    this.count++;
    for (const cache of this.caches) cache.dropAll();
  }

  private drop(subject: string): void {
    this.count++;
    for (const cache of this.caches) {
      if (subject === aboutTable(cache.table)) cache.dropAll();
      else cache.drop(subject);
    }
  }
}
