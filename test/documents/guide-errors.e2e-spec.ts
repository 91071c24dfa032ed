import {
  addClient,
  addMachine,
  addPerson,
  obtainCode,
  obtainTokens,
  postForm,
  type TestClient,
  type TestPerson,
  token,
  type TokenAnswer,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { Seed } from './seed';

const guide = Seed.read('guide.txt');
const printedError = guide.after('\nError Responses\n').json();
// The document runs the lines of its table together.
const table = guide
  .after('\nCommon Error Codes\n')
  .before('\nSecurity Best Practices\n')
  .pieces(
    /((?:invalid|unauthorized|unsupported)_[a-z_]+)— (.+?)(?=(?:invalid|unauthorized|unsupported)_|$)/gm,
  ) as [string, string][];

describe('the guide: Error Responses', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;
  let machine: TestClient;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server);
    machine = await addMachine(server);
  });

  afterAll(() => server.close());

  const redeem = (code: string, verifier: string) =>
    token(server, web, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: web.redirectUri,
      code_verifier: verifier,
    });

  const refresh = (refresh_token: string, more: Record<string, string> = {}) =>
    token(server, web, { grant_type: 'refresh_token', refresh_token, ...more });

  it('are printed with the words of an expired authorization code', async () => {
    const { code, verifier } = await obtainCode(server, web, ada, { scope: 'read:projects' });
    server.advance(61);
    const answer = await redeem(code, verifier);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(printedError);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  /** Every way in which a request can earn the code; each in words of the table. */
  const causes: Record<string, Record<string, () => Promise<TokenAnswer>>> = {
    invalid_request: {
      'no grant_type': () => token(server, web, {}),
      'no code': () => token(server, web, { grant_type: 'authorization_code' }),
      'no refresh_token': () => token(server, web, { grant_type: 'refresh_token' }),
      'a parameter twice': () =>
        postForm(
          server,
          '/oauth/token',
          `grant_type=client_credentials&client_id=${machine.id}&client_secret=${machine.secret}&scope=a&scope=b`,
        ),
    },
    invalid_client: {
      'a wrong secret': () => token(server, { ...web, secret: 'wrong' }, { grant_type: 'refresh_token' }),
      'no secret': () => token(server, { ...web, secret: null }, { grant_type: 'refresh_token' }),
      'an unknown client': () => token(server, { ...web, id: 'nobody' }, { grant_type: 'refresh_token' }),
    },
    invalid_grant: {
      'an unknown code': () => redeem('aac_unknown', 'a'.repeat(43)),
      'a used code': async () => {
        const { code, verifier } = await obtainCode(server, web, ada, { scope: 'read:projects' });
        await redeem(code, verifier);
        return redeem(code, verifier);
      },
      'an unknown refresh token': () => refresh('art_unknown'),
      'an expired refresh token': async () => {
        const { body } = await obtainTokens(server, web, ada);
        server.advance(3600 + 30 * 86_400 + 1);
        return refresh(body.refresh_token);
      },
    },
    unauthorized_client: {
      'client_credentials of a web app': () => token(server, web, { grant_type: 'client_credentials' }),
      'a code of a machine': () => token(server, machine, { grant_type: 'authorization_code', code: 'x' }),
    },
    unsupported_grant_type: {
      'a grant type that nobody knows': () => token(server, web, { grant_type: 'urn:example:unknown' }),
    },
    invalid_scope: {
      'an unknown scope': () =>
        token(server, machine, { grant_type: 'client_credentials', scope: 'read:everything' }),
      'a scope that the client may not have': () =>
        token(server, machine, { grant_type: 'client_credentials', scope: 'admin:write' }),
      'more than the granted scope': async () => {
        const { body } = await obtainTokens(server, web, ada, { scope: 'read:projects' });
        return refresh(body.refresh_token, { scope: 'read:projects write:projects' });
      },
    },
  };

  it('has a table with exactly the codes that are produced here', () => {
    expect(table.map(([code]) => code)).toEqual(Object.keys(causes));
  });

  describe.each(table)('%s: %s', (code) => {
    it.each(Object.keys(causes[code] ?? {}))('for %s', async (cause) => {
      const answer = await causes[code]![cause]!();
      expect(answer.status).toBe(code === 'invalid_client' ? 401 : 400);
      expect(Object.keys(answer.body).sort()).toEqual(Object.keys(printedError).sort());
      expect(answer.body.error).toBe(code);
      expect(answer.body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]{10,}$/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    });
  });
});
