import type { ClientChanges } from '../clients/application/client-registration';
import type { TokenFormat } from '../config/settings';
import type { Arguments } from './arguments';
import type { Flag } from './verb';

/** Everything about an app that may be said when it is registered and changed later. */
export const CLIENT_FLAGS: readonly Flag[] = [
  { name: 'redirect-uri', value: 'URI', repeated: true, help: 'Where people are sent back to' },
  { name: 'scope', value: 'SCOPE', repeated: true, help: 'A scope that it may ask for' },
  { name: 'grant', value: 'TYPE', repeated: true, help: 'A grant type; by default those of its type' },
  { name: 'first-party', negatable: true, help: 'It is our own: people are not asked for consent' },
  { name: 'require-pkce', negatable: true, help: 'It has to use PKCE; apps without a secret always do' },
  {
    name: 'token-format',
    value: 'FORMAT',
    choices: ['jwt', 'opaque', 'default'],
    help: 'Its access tokens; default: as the server has it',
  },
  { name: 'access-token-ttl', value: 'TTL', help: 'How long its access tokens live: 90s 15m 1h, or default' },
  {
    name: 'refresh-token-ttl',
    value: 'TTL',
    help: 'How long its refresh tokens live unused: 30d 1y, or default',
  },
  { name: 'introspect', negatable: true, help: 'It may introspect tokens for the default API' },
];

/** What the flags say; what is not given stays undefined. @throws UsageError */
export function clientChanges(args: Arguments): ClientChanges {
  const format = args.text('token-format') as TokenFormat | 'default' | undefined;
  return {
    redirectUris: args.list('redirect-uri'),
    scopes: args.list('scope'),
    grantTypes: args.list('grant'),
    firstParty: args.isOn('first-party'),
    requirePkce: args.isOn('require-pkce'),
    accessTokenFormat: format === 'default' ? null : format,
    accessTokenTtl: lifetime(args, 'access-token-ttl'),
    refreshTokenTtl: lifetime(args, 'refresh-token-ttl'),
    introspect: args.isOn('introspect'),
  };
}

/** Seconds; null: as the server has it. */
const lifetime = (args: Arguments, name: string): number | null | undefined =>
  args.text(name) === 'default' ? null : args.seconds(name);
