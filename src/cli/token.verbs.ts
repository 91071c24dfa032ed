import { clientRef } from '../clients/domain/client';
import { PersonalAccessTokens } from '../personal-access-tokens/application/personal-access-tokens';
import { Problem } from '../shared/domain/problem';
import { SYSTEM } from '../shared/domain/security-events';
import { TokenRevoker } from '../tokens/application/token-revoker';
import type { Arguments } from './arguments';
import { requireClient } from './client.verbs';
import { columns, counted, momentJson, momentText, shownOnce } from './text';
import { UsageError } from './usage-error';
import type { Answer, Services, AnsweringVerb } from './verb';
import { requireUser } from './user.verbs';

const DAY = 86_400;

export const createToken: AnsweringVerb = {
  name: 'token:create',
  summary: 'Makes a personal access token for a person',
  flags: [
    { name: 'user', value: 'EMAIL', required: true, help: 'Whose token it is' },
    { name: 'name', value: 'NAME', required: true, help: 'What it is for, so that it is known again' },
    { name: 'scope', value: 'SCOPE', required: true, repeated: true, help: 'What it may do' },
    { name: 'expires', value: 'DAYS', help: '7d 30d 1y, or never where PAT_ALLOW_NEVER=true' },
  ],
  example: 'token:create --user ada@example.com --name ci --scope read:projects --expires 30d',
  run: async (args, services) => {
    const expiresInDays = days(args);
    const scopes = args.list('scope')!;
    const user = await requireUser(services, args.required('user'));
    if (!user.isActive) {
      throw new Problem(
        'conflict',
        `${user.email} is disabled. Enable the person first: a token would not work.`,
      );
    }
    const { token, value } = await services
      .get(PersonalAccessTokens)
      .create(user, { name: args.required('name'), scopes, expiresInDays });
    const rows = [
      ['token', value],
      ['id', token.id],
      ['of', user.email],
      ['scopes', token.scopes.join(' ')],
      ['ends', momentText(token.expiresAt, 'never')],
    ];
    return {
      json: { id: token.id, token: value, scopes: token.scopes, expires_at: momentJson(token.expiresAt) },
      text: `The token is made.\n\n${columns(rows)}\n\n${shownOnce('token')}`,
    };
  },
};

/** Whole days; null: never; undefined: as the server has it. */
function days(args: Arguments): number | null | undefined {
  if (args.text('expires') === 'never') return null;
  const seconds = args.seconds('expires');
  if (seconds === undefined || seconds % DAY === 0) return seconds === undefined ? undefined : seconds / DAY;
  throw new UsageError(`--expires ${args.text('expires')}: tokens end with a day. Use whole days, like 30d.`);
}

export const revokeTokens: AnsweringVerb = {
  name: 'token:revoke',
  summary: 'Revokes one token, or every token of an app, of a person, or of an app for a person',
  flags: [
    { name: 'token', value: 'TOKEN', help: 'The token; a refresh token takes its access tokens with it' },
    { name: 'client', value: 'ID', help: 'Every token of this app' },
    { name: 'user', value: 'EMAIL', help: 'Every token of this person, personal ones too' },
  ],
  example: 'token:revoke --client app_0123456789abcdef --user ada@example.com',
  run: async (args, services) => {
    const [token, client, user] = ['token', 'client', 'user'].map((name) => args.text(name));
    if (token !== undefined && (client !== undefined || user !== undefined)) {
      throw new UsageError('--token stands alone: it names one token, whoever it belongs to.');
    }
    if (token !== undefined) return revokeOne(services, token);
    return revokeAll(services, client, user);
  },
};

async function revokeOne(services: Services, token: string): Promise<Answer> {
  if (!(await services.get(TokenRevoker).revokeByValue(token.trim(), SYSTEM))) {
    throw new Problem('not-found', 'No living token has this value. Nothing was revoked.');
  }
  return { json: { revoked: 1 }, text: 'The token is revoked.' };
}

async function revokeAll(
  services: Services,
  clientId: string | undefined,
  who: string | undefined,
): Promise<Answer> {
  if (clientId === undefined && who === undefined) {
    throw new UsageError(
      'Say which tokens: --token TOKEN, --client ID, --user EMAIL, or the last two together.',
    );
  }
  const client = clientId === undefined ? null : await requireClient(services, clientId);
  const user = who === undefined ? null : await requireUser(services, who);
  const revoked = await services.get(TokenRevoker).revokeAll(
    {
      ...(client && { clientRef: clientRef(client.id) }),
      ...(user && { userId: user.id }),
    },
    { actor: SYSTEM, clientId: client?.id },
  );
  return {
    json: { revoked },
    text: `${counted(revoked, 'authorization is', 'authorizations are')} revoked, with every token that came from ${revoked === 1 ? 'it' : 'them'}.`,
  };
}
