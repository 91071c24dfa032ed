import { Problem } from '../shared/domain/problem';
import { SYSTEM } from '../shared/domain/security-events';
import { LocalUsers } from '../users/application/local-users';
import { UserAdministration } from '../users/application/user-administration';
import type { LocalUser } from '../users/domain/user';
import type { Arguments } from './arguments';
import { momentJson, momentText, table } from './text';
import { UsageError } from './usage-error';
import type { Answer, Flag, Operand, Services, AnsweringVerb } from './verb';

const WHO: Operand = { name: 'USER', required: false, help: 'The email address or the id of the person' };
const EMAIL: Flag = { name: 'email', value: 'EMAIL', help: 'The same as USER' };

export const listUsers: AnsweringVerb = {
  name: 'user:list',
  summary: 'Lists the people',
  flags: [],
  example: 'user:list',
  run: async (_args, services) => {
    const users = await services.get(LocalUsers).list();
    const rows = users.map((user) => [
      user.id,
      user.email,
      user.name,
      user.role,
      user.status,
      momentText(user.createdAt),
    ]);
    const heading = ['id', 'email', 'name', 'role', 'status', 'created'];
    return { json: { data: users.map(userJson) }, text: table(heading, rows, 'There is nobody yet.') };
  },
};

export const disableUser: AnsweringVerb = {
  name: 'user:disable',
  summary: 'Disables a person: sessions and tokens are dead at once',
  operand: WHO,
  flags: [EMAIL],
  example: 'user:disable eve@example.com',
  run: (args, services) => setStatus(args, services, 'disabled'),
};

export const enableUser: AnsweringVerb = {
  name: 'user:enable',
  summary: 'Lets a disabled person in again',
  operand: WHO,
  flags: [EMAIL],
  example: 'user:enable eve@example.com',
  run: (args, services) => setStatus(args, services, 'active'),
};

async function setStatus(args: Arguments, services: Services, status: LocalUser['status']): Promise<Answer> {
  const who = args.operand ?? args.text('email');
  if (who === undefined) throw new UsageError('Say who: the email address or the id of the person.');
  const user = await requireUser(services, who);
  const word = status === 'active' ? 'enabled' : 'disabled';
  if (user.status === status) return { json: userJson(user), text: `${user.email} is ${word} already.` };
  const changed = await services.get(UserAdministration).update(user, { status }, SYSTEM);
  return { json: userJson(changed), text: `${user.email} is ${word}.` };
}

/** The person with that email address or id. @throws Problem `not-found` */
export async function requireUser(services: Services, who: string): Promise<LocalUser> {
  const users = services.get(LocalUsers);
  const user = who.includes('@') ? await users.findByEmail(who) : await users.find(who);
  if (!user) throw new Problem('not-found', `There is nobody with the email address or id ${who}.`);
  return user;
}

const userJson = ({ id, email, name, role, status, createdAt, updatedAt }: LocalUser) => ({
  id,
  email,
  name,
  role,
  status,
  created_at: momentJson(createdAt),
  updated_at: momentJson(updatedAt),
});
