import type { ApiCaller } from '../../test/support/caller';
import type { TestServer } from '../../test/support/test-server';
import type { Sample } from './filled';

interface Parameter {
  name: string;
  in: string;
  schema?: { enum?: string[] };
}

/** A way to ask for a list. */
export interface Question {
  path: string;
  query: string;
}

/** What a way to ask came to on both servers. */
export interface Pair {
  empty: Question;
  full: Question;
  /** Why it cannot be measured; null: it can. */
  fault: string | null;
}

/** What every list has beside its orders and filters: said by the other questions. */
const COMMON = ['limit', 'cursor', 'count', 'sort'];

/** What the filters of the lists are asked for, where the parameter names no words of its own. */
function values({ person, client }: Sample): Record<string, string[]> {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  return {
    q: ['per', 'board', 'app_', 'somebody 0077712'],
    email: [person.email],
    user_id: [person.user.id],
    owner_id: [person.user.id],
    client_id: [client.id],
    actor: [person.user.id],
    ip: ['127.0.0.1'],
    request_id: ['request_77'],
    scope: ['read:projects'],
    grant_type: ['authorization_code'],
    type: ['token.issued', 'user.*'],
    from: [yesterday],
    to: [new Date(Date.now() + 60_000).toISOString()],
    last_seen_before: [yesterday],
    unused_since: [yesterday],
    last_used_after: [yesterday],
    expires_before: [new Date(Date.now() + 86_400_000).toISOString()],
  };
}

/** Every list of the administration: as it is, in each order, and by each filter. */
export async function questionsOf(server: TestServer, sample: Sample): Promise<Question[]> {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, { get?: { parameters?: Parameter[] } }>;
  };
  const known = values(sample);
  const questions: Question[] = [];
  for (const [path, { get }] of Object.entries(document.paths)) {
    const parameters = get?.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
    const isList = path.startsWith('/v1/admin/') && parameters.some(({ name }) => name === 'cursor');
    if (!isList || path.includes('{')) continue;
    questions.push({ path, query: '' });
    for (const { name, schema } of parameters) {
      if (COMMON.includes(name) && name !== 'sort') continue;
      const words = schema?.enum ?? known[name];
      if (!words) throw new Error(`Say in bench/lists what ${path} is asked for by ${name}.`);
      for (const word of words) questions.push({ path, query: `${name}=${encodeURIComponent(word)}` });
    }
  }
  return questions;
}

/**
 * The first page and, where there is one, the second: the latter against the first page of a list that has no second.
 * A question that is refused stays in the list with its reason, so that none is lost in silence.
 */
export async function pagesOf(
  [empty, full]: readonly [ApiCaller, ApiCaller],
  asked: { empty: Question; full: Question },
): Promise<Pair[]> {
  const answers = [await empty.get(addressOf(asked.empty)), await full.get(addressOf(asked.full))];
  const refused = answers.find(({ status }) => status !== 200);
  if (refused) return [{ ...asked, fault: `refused with ${refused.status} ${refused.problem ?? ''}` }];
  const after = await cursorOf(full, asked.full);
  if (after === null) return [{ ...asked, fault: null }];
  const onEmpty = await cursorOf(empty, asked.empty);
  const second = {
    empty: onEmpty === null ? asked.empty : withCursor(asked.empty, onEmpty),
    full: withCursor(asked.full, after),
  };
  return [
    { ...asked, fault: null },
    { ...second, fault: null },
  ];
}

/** Where the page behind the first row begins; that of a list of one row is none. */
async function cursorOf(caller: ApiCaller, { path, query }: Question): Promise<string | null> {
  const { body } = await caller.get(`${path}?${query}${query && '&'}limit=1`);
  return body.page.next_cursor;
}

const withCursor = ({ path, query }: Question, cursor: string): Question => ({
  path,
  query: `${query}${query && '&'}cursor=${encodeURIComponent(cursor)}`,
});

export const addressOf = ({ path, query }: Question): string => (query ? `${path}?${query}` : path);
