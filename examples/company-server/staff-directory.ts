import { Injectable } from '@nestjs/common';
import { User, UserDirectory } from '../../src/index';

/** A row of the company's own list of people. */
interface Employee {
  number: string;
  mail: string;
  name: string;
  department: string;
  /** A real company asks its directory service; the example compares in memory. */
  password: string;
  left: boolean;
}

const STAFF: Employee[] = [
  {
    number: '1001',
    mail: 'grace@acme.example',
    name: 'Grace',
    department: 'shipping',
    password: 'a ship in port is safe',
    left: false,
  },
  {
    number: '1002',
    mail: 'alan@acme.example',
    name: 'Alan',
    department: 'research',
    password: 'can machines think today',
    left: true,
  },
];

/** The company's people instead of our table. Ids begin with `user_` and never change. */
@Injectable()
export class StaffDirectory extends UserDirectory {
  async find(id: string): Promise<User | null> {
    return toUser(STAFF.find((employee) => `user_${employee.number}` === id));
  }

  async authenticate(login: string, password: string): Promise<User | null> {
    return toUser(
      STAFF.find(({ mail, password: right }) => mail === login.toLowerCase() && right === password),
    );
  }

  async authenticateAgain(id: string, password: string): Promise<User | null> {
    return toUser(STAFF.find(({ number, password: right }) => `user_${number}` === id && right === password));
  }

  departmentOf(id: string): string | null {
    return STAFF.find((employee) => `user_${employee.number}` === id)?.department ?? null;
  }
}

function toUser(employee: Employee | undefined): User | null {
  if (!employee) return null;
  return new User({
    id: `user_${employee.number}`,
    email: employee.mail,
    emailVerified: true,
    name: employee.name,
    picture: null,
    locale: 'en',
    role: 'member',
    status: employee.left ? 'disabled' : 'active',
  });
}
