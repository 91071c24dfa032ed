import { text as readAll } from 'node:stream/consumers';
import { Settings } from '../config/settings';
import { randomBase62 } from '../shared/domain/secret';
import { SYSTEM } from '../shared/domain/security-events';
import { UserAdministration } from '../users/application/user-administration';
import type { Role } from '../users/domain/user';
import type { Arguments } from './arguments';
import type { Terminal } from './terminal';
import { columns, shownOnce } from './text';
import { UsageError } from './usage-error';
import type { Answer, Flag, Services, AnsweringVerb } from './verb';

const FLAGS: readonly Flag[] = [
  { name: 'email', value: 'EMAIL', required: true, help: 'The email address to sign in with' },
  { name: 'name', value: 'NAME', required: true, help: 'The name that others see' },
  { name: 'password-stdin', help: 'Read the password from stdin; without it one is made' },
];

const ROLE: Flag = {
  name: 'role',
  value: 'ROLE',
  choices: ['member', 'admin'],
  help: 'member unless said otherwise',
};

export const createAdmin: AnsweringVerb = {
  name: 'admin:create',
  summary: 'Creates an administrator',
  flags: FLAGS,
  example: 'admin:create --email ada@example.com --name "Ada Lovelace"',
  run: (args, services, terminal) => create(args, services, terminal, 'admin'),
};

export const createUser: AnsweringVerb = {
  name: 'user:create',
  summary: 'Creates a person',
  flags: [...FLAGS, ROLE],
  example: 'user:create --email ben@example.com --name Ben --password-stdin < password.txt',
  run: (args, services, terminal) =>
    create(args, services, terminal, (args.text('role') as Role | undefined) ?? 'member'),
};

/** 24 characters of 62 are 142 bits; a longer PASSWORD_MIN_LENGTH makes a longer password. */
const MADE_LENGTH = 24;

async function create(args: Arguments, services: Services, terminal: Terminal, role: Role): Promise<Answer> {
  const read = args.isOn('password-stdin') ? await readPassword(terminal) : null;
  const length = Math.max(MADE_LENGTH, services.get(Settings).passwordMinLength);
  const password = read ?? randomBase62(length);
  const request = { email: args.required('email'), name: args.required('name'), role, password };
  const { id, email, name } = await services.get(UserAdministration).create(request, SYSTEM);
  const rows = [
    ['id', id],
    ['email', email],
    ['name', name],
    ['role', role],
  ];
  if (read !== null) return { json: { id, email, role }, text: `${created(role)}\n\n${columns(rows)}` };
  return {
    json: { id, email, role, password },
    text: `${created(role)}\n\n${columns([...rows, ['password', password]])}\n\n${shownOnce('password')}`,
  };
}

const created = (role: Role): string => `The ${role === 'admin' ? 'administrator' : 'person'} is created.`;

/** One line break at the end belongs to the file or to `echo`, not to the password. */
async function readPassword({ stdin, stderr }: Terminal): Promise<string> {
  if (stdin.isTTY) stderr.write('Type the password, then Enter and Ctrl+D. It can be seen here.\n');
  const password = (await readAll(stdin)).replace(/\r?\n$/, '');
  if (password === '') throw new UsageError('--password-stdin: nothing came from stdin.');
  return password;
}
