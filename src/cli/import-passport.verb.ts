import { PassportImport, type PassportReport } from '../passport/application/passport-import';
import type { ClientOutcome } from '../passport/application/passport-client-import';
import { counted, shownOnce } from './text';
import type { AnsweringVerb } from './verb';

export const importPassport: AnsweringVerb = {
  name: 'import:passport',
  summary: 'Takes clients and live refresh tokens out of a database of Laravel Passport, which it only reads',
  flags: [
    { name: 'from', value: 'URL', required: true, help: 'mysql://user:password@host:port/database' },
    { name: 'dry-run', help: 'Say what would happen, and change nothing' },
  ],
  example: 'import:passport --from mysql://reader:password@localhost:3306/laravel --dry-run',
  run: async (args, services) => {
    const isDry = args.isOn('dry-run') ?? false;
    const report = await services.get(PassportImport).run(args.required('from'), { isDry });
    return { json: reportJson(report, isDry), text: reportText(report, isDry) };
  },
};

/** What an import has done, for programs. */
export const reportJson = ({ clients, refreshTokens, personalTokens }: PassportReport, isDry: boolean) => ({
  applied: !isDry,
  clients: clients.map(({ clientId, name, action, notes, secret }) => ({
    client_id: clientId,
    name,
    action,
    notes,
    ...(secret !== null && { client_secret: secret }),
  })),
  refresh_tokens: {
    taken: refreshTokens.taken,
    here: refreshTokens.here,
    left_out: [...refreshTokens.leftOut].map(([reason, count]) => ({ reason, count })),
  },
  personal_access_tokens: { left_out: personalTokens },
});

const WORDS: Record<ClientOutcome['action'], string> = {
  create: 'taken',
  here: 'here already',
  'left-out': 'left out',
};

function reportText({ clients, refreshTokens, personalTokens }: PassportReport, isDry: boolean): string {
  const { taken, here, leftOut } = refreshTokens;
  const secrets = clients.some(({ secret }) => secret !== null);
  return [
    isDry ? 'This would happen; nothing is changed.' : 'This is done.',
    '',
    'Clients',
    ...clients.flatMap(clientText),
    ...(clients.length === 0 ? ['  none'] : []),
    '',
    'Refresh tokens',
    `  taken         ${taken}`,
    `  here already  ${here}`,
    ...[...leftOut].map(([reason, count]) => `  left out      ${count}: ${reason}`),
    '',
    'Not taken, because Passport has signed them with its own key: access tokens. Apps get ours when they refresh.',
    ...(personalTokens === 0
      ? []
      : [
          `${counted(personalTokens, 'personal access token stays', 'personal access tokens stay')} there too: people make new ones.`,
        ]),
    ...(secrets ? ['', shownOnce('client secret')] : []),
  ].join('\n');
}

const clientText = ({ clientId, name, action, notes, secret }: ClientOutcome): string[] => [
  `  ${WORDS[action].padEnd(12)}  ${clientId}  ${name}`,
  ...notes.map((note) => `                ${note}`),
  ...(secret === null ? [] : [`                client secret: ${secret}`]),
];
