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

/** What the filters of the lists are asked for; one that is not here is said to be left out. */
function values({ person, client }: Sample): Record<string, string[]> {
  return {
    q: ['per', 'board', 'app_'],
    email: [person.email],
    user_id: [person.user.id],
    owner_id: [person.user.id],
    client_id: [client.id],
    actor: [person.user.id],
    ip: ['127.0.0.1'],
    request_id: ['request_77'],
    scope: ['read:projects'],
    role: ['member'],
    grant_type: ['authorization_code'],
    type: ['web', 'token.issued', 'user.*'],
    kind: ['refresh', 'access', 'personal'],
    status: ['active', 'disabled'],
    outcome: ['failure'],
    mfa: ['false'],
    active: ['true'],
    from: [new Date(Date.now() - 86_400_000).toISOString()],
    to: [new Date(Date.now() + 60_000).toISOString()],
  };
}

/** Every list of the administration: as it is, in each order, by each filter, and its second page. */
export async function questionsOf(
  server: TestServer,
  caller: ApiCaller,
  sample: Sample,
): Promise<Question[]> {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    paths: Record<string, { get?: { parameters?: Parameter[] } }>;
  };
  const known = values(sample);
  const questions: Question[] = [];
  for (const [path, { get }] of Object.entries(document.paths)) {
    const parameters = get?.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
    const isList = path.startsWith('/v1/admin/') && parameters.some(({ name }) => name === 'cursor');
    if (!isList || path.includes('{')) continue;
    const asked = [''];
    for (const { name, schema } of parameters) {
      if (name === 'sort') asked.push(...(schema?.enum ?? []).map((order) => `sort=${order}`));
      else asked.push(...(known[name] ?? []).map((value) => `${name}=${encodeURIComponent(value)}`));
    }
    for (const query of asked) {
      // A value that is for another list of the same word is refused here.
      if ((await caller.get(`${path}?${query}`)).status === 200) questions.push({ path, query });
    }
  }
  return questions;
}
