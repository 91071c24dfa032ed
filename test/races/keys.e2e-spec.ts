import { KeyRing } from '../../src/keys/application/key-ring';
import type { SigningKey } from '../../src/keys/domain/signing-key';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { SigningKeyRotation } from '../../src/tokens/application/signing-key-rotation';
import { contest, gatherBehind, rounds } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const tallyKeys = (keys: SigningKey[]) => keys.map(({ status }) => status).sort();

describe('many rotate the signing keys at once (S16, S22)', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  it('lets one win and tells the others so; one key is active and one announced', async () => {
    const rotation = server.get(SigningKeyRotation);
    await rounds(3, async (round) => {
      gatherBehind(server.get(KeyRing), 'ensure', 2);
      const { won, refused } = await contest(2, () => rotation.rotate({ emergency: false, actor: SYSTEM }));
      expect(won).toHaveLength(1);
      expect(refused).toEqual(['conflict']);
      jest.restoreAllMocks();
      const keys = await server.get(KeyRing).list();
      expect(tallyKeys(keys)).toEqual(['active', 'next', ...Array<string>(round + 1).fill('retiring')]);
    });
  });

  it('makes one active and one announced key, however many ask for the first one', async () => {
    const ring = server.get(KeyRing);
    await contest(10, () => ring.ensure('ES256'));
    const made = (await ring.list()).filter(({ alg }) => alg === 'ES256');
    expect(tallyKeys(made)).toEqual(['active', 'next']);
  });
});
