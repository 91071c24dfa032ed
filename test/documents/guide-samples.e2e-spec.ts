import { spawnSync } from 'node:child_process';
import { Browser } from '../support/browser';
import { addClient, addPerson, allow, api, type TestClient } from '../support/oauth';
import { freePort, startServer, type TestServer } from '../support/test-server';
import { indentPython, type RunningSample, runSample } from './run-sample';
import { fill, Seed } from './seed';

const guide = Seed.read('guide.txt');
const express = guide.after('\nNode.js (Express)\n').before('\nPython (Flask)\n').text;
const flask = guide.after('\nPython (Flask)\n').before('\nRelated Samples\n').text;

const samples: { name: string; command: [string, string]; code: string; answer: [string, string] }[] = [
  {
    name: 'Node.js (Express)',
    command: [process.execPath, 'express-app.cjs'],
    code: express,
    answer: ['// Store tokens securely and create session', 'res.json(tokens);'],
  },
  {
    name: 'Python (Flask)',
    command: ['python3', 'flask_app.py'],
    code: indentPython(`${flask}\n`),
    answer: ['# Store tokens securely and create session', 'return tokens'],
  },
];

const hasFlask = spawnSync('python3', ['-c', 'import flask, requests']).status === 0;
const isMissing = (name: string) =>
  name === 'Python (Flask)' && !hasFlask && process.env['REQUIRE_ALL'] !== '1';
const missing = samples.filter(({ name }) => isMissing(name));
if (missing.length > 0) {
  console.warn(
    'Not run: the Flask sample of the guide. It needs: apt-get install python3-flask python3-requests',
  );
}

describe('the guide: Code Examples, run as printed', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  for (const sample of samples) {
    (missing.includes(sample) ? describe.skip : describe)(`${sample.name}`, () => {
      let client: TestClient;
      let app: RunningSample;

      beforeAll(async () => {
        const port = await freePort();
        const redirectUri = `http://127.0.0.1:${port}/callback`;
        client = await addClient(server, { redirectUris: [redirectUri] });
        const code = fill(sample.code, {
          'https://auth.example.com': server.url,
          'https://yourapp.com/callback': redirectUri,
          [sample.answer[0]]: sample.answer[1],
        });
        app = await runSample({ command: sample.command, code, client, port });
      });

      afterAll(() => app?.stop());

      it('signs a person in and gets tokens that open the API', async () => {
        const ada = await addPerson(server, `Ada of ${sample.name}`);
        const atApp = new Browser(app.url);
        const login = await atApp.get('/login');
        expect(login.status).toBe(302);
        const callback = await allow(new Browser(server.url), login.leadsTo!, ada.email);
        expect(callback.origin).toBe(app.url);
        const done = await atApp.get(callback.href);
        expect(done.status).toBe(200);
        const tokens = JSON.parse(done.body) as Record<string, string>;
        expect(tokens).toMatchObject({
          token_type: 'Bearer',
          expires_in: 3600,
          refresh_token: expect.any(String),
          scope: 'read:projects write:projects',
        });
        expect((await api(server, '/v1/projects', tokens['access_token']!)).status).toBe(200);
      });

      it('passes an error answer of the token endpoint on', async () => {
        const atApp = new Browser(app.url);
        const login = await atApp.get('/login');
        const state = new URL(login.leadsTo!).searchParams.get('state')!;
        const done = await atApp.get(`/callback?${new URLSearchParams({ code: 'invented', state })}`);
        expect(JSON.parse(done.body)).toMatchObject({ error: 'invalid_grant' });
      });

      it('State mismatch: an answer to another browser is refused', async () => {
        const login = await new Browser(app.url).get('/login');
        const bea = await addPerson(server, `Bea of ${sample.name}`);
        const callback = await allow(new Browser(server.url), login.leadsTo!, bea.email);
        const stranger = new Browser(app.url);
        await stranger.get('/login');
        expect(await stranger.get(callback.href)).toMatchObject({ status: 400, body: 'State mismatch' });
      });
    });
  }
});
