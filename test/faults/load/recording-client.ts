import { authorizePath, credentials, newPkce, type TestClient } from '../../support/oauth';
import { type Outcome, outcomeOf } from '../ledger/history';
import type { Given, Intention, Ledger } from '../ledger/ledger';
import type { Visitor } from './cast';
import { type HttpAnswer, LostError, type Nodes, type Request } from './http';

/** Who may present a secret, and what it takes. */
export interface Holder {
  client: TestClient;
  grace: boolean;
  /** Of a code: the PKCE verifier. */
  verifier?: string;
}

/** What became of something that was tried. */
export interface Result {
  outcome: Outcome;
  gave: Given[];
}

type Wish = Pick<Intention, 'act' | 'on' | 'grace'>;
type Reader = (answer: HttpAnswer) => Given[];

const CODE_SECONDS = 60;
const REFRESH_SECONDS = 30 * 86_400;
const PERSONAL_DAYS = 7;
const nothing: Reader = () => [];

export const secretOf = ({ gave }: Result, kind: Given['kind']): string | undefined =>
  gave.find((given) => given.kind === kind)?.secret;

/** A client that writes down what it is about to do before it does it, and what came of it. */
export class RecordingClient {
  /** Everybody who holds a secret that was acknowledged. */
  readonly holders = new Map<string, Holder>();
  private names = 0;

  constructor(
    private readonly nodes: Nodes,
    private readonly ledger: Ledger,
  ) {}

  async authorize({ client, grace, session, scope }: Visitor): Promise<string | undefined> {
    const { verifier, challenge } = newPkce();
    const path = authorizePath(client, { scope, code_challenge: challenge, code_challenge_method: 'S256' });
    const headers = { Cookie: session, Accept: 'text/html' };
    const result = await this.record(
      { act: 'authorize', on: session },
      { method: 'GET', path, headers },
      (answer) => {
        const code = new URL(String(answer.headers['location'] ?? '/'), this.nodes.issuer).searchParams.get(
          'code',
        );
        return code === null ? [] : [{ kind: 'code', secret: code, expiresIn: CODE_SECONDS }];
      },
    );
    const code = secretOf(result, 'code');
    if (code) this.holders.set(code, { client, grace, verifier });
    return code;
  }

  redeem(code: string): Promise<Result> {
    const { client, verifier } = this.holder(code);
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: verifier!,
    };
    return this.token({ act: 'redeem', on: code }, form, this.holder(code));
  }

  refresh(refresh_token: string): Promise<Result> {
    const holder = this.holder(refresh_token);
    const form = { grant_type: 'refresh_token', refresh_token };
    return this.token({ act: 'refresh', on: refresh_token, grace: holder.grace }, form, holder);
  }

  machine(client: TestClient): Promise<Result> {
    const form = { grant_type: 'client_credentials', scope: 'read:projects' };
    return this.token({ act: 'machine', on: null }, form, { client, grace: false });
  }

  /** At the sample API, through the guard. */
  use(token: string): Promise<Result> {
    return this.record({ act: 'use', on: token }, this.bearer('GET', '/v1/projects?limit=1', token), nothing);
  }

  introspect(token: string): Promise<Result> {
    const form = { token, ...credentials(this.holder(token).client) };
    return this.record(
      { act: 'introspect', on: token },
      { method: 'POST', path: '/oauth/introspect', form },
      nothing,
    );
  }

  revoke(token: string): Promise<Result> {
    const form = { token, ...credentials(this.holder(token).client) };
    return this.record(
      { act: 'revoke', on: token },
      { method: 'POST', path: '/oauth/revoke', form },
      nothing,
    );
  }

  async makePersonal(token: string): Promise<Result> {
    const json = {
      name: `script ${++this.names} ${Date.now()}`,
      scopes: ['read:projects'],
      expires_in: PERSONAL_DAYS * 86_400,
    };
    const request = { ...this.bearer('POST', '/v1/me/personal-access-tokens', token), json };
    const result = await this.record({ act: 'make personal', on: token }, request, ({ body }) => [
      { kind: 'personal', secret: String(body['token']), expiresIn: (PERSONAL_DAYS - 1) * 86_400 },
    ]);
    for (const { secret } of result.gave) this.holders.set(secret, this.holder(token));
    return result;
  }

  endPersonal(token: string): Promise<Result> {
    return this.record(
      { act: 'end personal', on: token },
      this.bearer('DELETE', '/v1/tokens/current', token),
      nothing,
    );
  }

  private async token(wish: Wish, form: Record<string, string>, holder: Holder): Promise<Result> {
    const { client, grace } = holder;
    const request = { method: 'POST', path: '/oauth/token', form: { ...form, ...credentials(client) } };
    const result = await this.record(wish, request, tokensIn);
    for (const { secret } of result.gave) this.holders.set(secret, { client, grace });
    return result;
  }

  private async record(wish: Wish, request: Request, read: Reader): Promise<Result> {
    const n = this.ledger.intend(wish);
    try {
      const answer = await this.nodes.send(request);
      const gave = answer.status < 400 ? read(answer) : [];
      const { error, active } = answer.body as { error?: string; active?: boolean };
      const told = {
        ...{ status: answer.status, gave },
        ...(error !== undefined && { error }),
        ...(active !== undefined && { active }),
        ...(answer.headers['retry-after'] !== undefined && { retryAfter: true }),
      };
      this.ledger.answer(n, told);
      return { outcome: outcomeOf(wish.act, told), gave };
    } catch (error) {
      if (!(error instanceof LostError)) throw error;
      this.ledger.lose(n, error.message);
      return { outcome: 'unknown', gave: [] };
    }
  }

  private bearer(method: string, path: string, token: string): Request {
    return { method, path, headers: { Authorization: `Bearer ${token}` } };
  }

  private holder(secret: string): Holder {
    const holder = this.holders.get(secret);
    if (!holder) throw new Error('Nobody holds that secret');
    return holder;
  }
}

function tokensIn({ body }: HttpAnswer): Given[] {
  const { access_token, refresh_token, expires_in } = body as Record<string, string | undefined>;
  const access = access_token!;
  return [
    { kind: 'access', secret: access, expiresIn: Number(expires_in), jwt: access.split('.').length === 3 },
    ...(refresh_token
      ? [{ kind: 'refresh', secret: refresh_token, expiresIn: REFRESH_SECONDS } as const]
      : []),
  ];
}
