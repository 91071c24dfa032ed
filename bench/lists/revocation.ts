import { Background } from '../../src/shared/application/background';
import { withPersonalToken } from '../../test/support/caller';
import { addClient, api, obtainTokens } from '../../test/support/oauth';
import { somebody } from '../../test/support/people';
import type { TestServer } from '../../test/support/test-server';
import { copyTokens, TOKENS } from './filled';
import { time } from './measured';

export interface Revocation {
  format: 'jwt' | 'opaque';
  milliseconds: number;
  /** Whether a token that worked before was refused right after the answer. */
  atOnce: boolean;
}

/** Revokes all tokens of a client that a hundred thousand people use. */
export async function revokeAll(server: TestServer, format: Revocation['format']): Promise<Revocation> {
  const admin = await withPersonalToken(server, await somebody(server, 'admin'), [
    'admin:read',
    'admin:write',
  ]);
  // Stored tokens are copied of an opaque one; those that are not stored live by their authorization.
  const client = await addClient(server, { accessTokenFormat: 'opaque' });
  await obtainTokens(server, client, await somebody(server));
  await copyTokens(server, client, format === 'jwt' ? 'j' : 'o');
  if (format === 'jwt') await admin.patch(`/v1/admin/clients/${client.id}`, { access_token_format: 'jwt' });
  const { body } = await obtainTokens(server, client, await somebody(server));
  const use = async () => (await api(server, '/v1/projects', body.access_token)).status;
  if ((await use()) !== 200) throw new Error('The token should work before it is revoked.');
  // What an earlier revocation left to note is not part of this one.
  await server.get(Background).settled();
  let revoked = 0;
  const milliseconds = await time(async () => {
    const answer = await admin.post(`/v1/admin/clients/${client.id}/revoke-tokens`, { reason: 'benchmark' });
    revoked = Number(answer.body['revoked']);
  });
  const status = await use();
  if (revoked < TOKENS) throw new Error(`Only ${revoked} of ${TOKENS} were revoked.`);
  return { format, milliseconds, atOnce: status === 401 };
}
