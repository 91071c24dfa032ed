import { Browser } from './browser';
import { allow, authorizePath, newPkce, postForm, credentials, token } from './oauth';
import type { TestClient, TestPerson, TokenAnswer } from './oauth';
import { freePort, startServer, type TestServer } from './test-server';

/** How many do the same at once. */
export const CROWD = 20;

/** Does the same `times` times at once. */
export const atOnce = <T>(times: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => act(index)));

/** Like `atOnce`, with the refusals kept: what came back, and the slugs of the problems. */
export async function contest<T>(
  times: number,
  act: (index: number) => Promise<T>,
): Promise<{ won: T[]; refused: string[] }> {
  const all = await Promise.allSettled(Array.from({ length: times }, (_, index) => act(index)));
  return {
    won: all.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    refused: all.flatMap((result) => (result.status === 'rejected' ? [nameOf(result.reason)] : [])),
  };
}

const nameOf = (error: { slug?: string }): string => error.slug ?? String(error);

/**
 * Lets nobody past a method before `count` callers have its answer: all of them have then seen the same state. Without
 * it SQLite, which answers at once, would hardly ever let two requests meet.
 */
export function gatherBehind<K extends string>(
  targets: Gated<K> | readonly Gated<K>[],
  method: K,
  count: number,
): void {
  let inside = 0;
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  for (const target of [targets].flat() as Gated<K>[]) {
    const original = target[method].bind(target);
    jest
      .spyOn(target as Record<string, () => Promise<unknown>>, method)
      .mockImplementation(async (...args) => {
        const answer = await original(...(args as never[]));
        if (++inside >= count) open();
        await opened;
        return answer;
      });
  }
}

type Gated<K extends string> = Record<K, (...args: never[]) => Promise<unknown>>;

/** Runs the rounds of a race one after another. */
export async function rounds(count: number, round: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index++) await round(index);
}

/** A second server on the database of the first, as behind a load balancer; their clocks go together. */
export async function startNode(first: TestServer, env: Record<string, string> = {}): Promise<TestServer> {
  const port = await freePort();
  const node = await startServer({ database: first.database, port, env: { ...env, ISSUER: first.url } });
  node.advance((first.now() - node.now()) / 1000);
  return { ...node, url: `http://localhost:${port}` };
}

/** A person in front of a browser who has signed in and allowed the app before: codes come without a question. */
export class Visit {
  private readonly browser: Browser;

  constructor(
    server: TestServer,
    private readonly client: TestClient,
    private readonly person: TestPerson,
    private readonly scope = 'read:projects write:projects',
  ) {
    this.browser = new Browser(server.url);
  }

  /** The form of a token request with a fresh code. */
  async codeForm(): Promise<Record<string, string>> {
    const { verifier, challenge } = newPkce();
    const path = authorizePath(this.client, {
      scope: this.scope,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const callback = await allow(this.browser, path, this.person.email);
    return {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: this.client.redirectUri,
      code_verifier: verifier,
    };
  }

  async tokens(server: TestServer): Promise<TokenAnswer['body']> {
    const answer = await token(server, this.client, await this.codeForm());
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  }
}

/** What a node says about a token to the client that it belongs to. */
export async function isAlive(server: TestServer, client: TestClient, value: string): Promise<boolean> {
  const answer = await postForm(server, '/oauth/introspect', { token: value, ...credentials(client) });
  expect(answer.status).toBe(200);
  return answer.body['active'] === true;
}

export const refresh = (server: TestServer, client: TestClient, refresh_token: string) =>
  token(server, client, { grant_type: 'refresh_token', refresh_token });

export const revoke = (server: TestServer, client: TestClient, value: string) =>
  postForm(server, '/oauth/revoke', { token: value, ...credentials(client) });

/** Exactly one 200, everything else an honest `invalid_grant`; returns the winner. */
export function expectOneWinner(answers: TokenAnswer[]): TokenAnswer {
  expect(tally(answers)).toEqual({ 200: 1, '400 invalid_grant': answers.length - 1 });
  expect(JSON.stringify(answers.map(({ body }) => body))).not.toMatch(/deadlock|lock wait|ER_[A-Z]+_|SQLITE/);
  return answers.find(({ status }) => status === 200)!;
}

/** How often each kind of answer came. */
export function tally(answers: TokenAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const kind = body.error === undefined ? String(status) : `${status} ${body.error}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
