import { randomInt } from 'node:crypto';
import type { EpochMs } from '../../shared/domain/clock';

export const PROJECT_STATUSES = ['active', 'archived'] as const;

/** A thing of the sample API, so that there is something to protect. */
export class Project {
  id!: string;
  /** Short name, unique for its owner. */
  key!: string;
  name!: string;
  description!: string;
  status!: (typeof PROJECT_STATUSES)[number];
  /** A person, or the client whose machine made it. */
  ownerId!: string;
  /** SHA-256 of the owner: a client id may be long. */
  ownerHash!: string;
  createdAt!: EpochMs;
  updatedAt!: EpochMs;
  version!: number;

  constructor(values: Project) {
    Object.assign(this, values);
  }
}

export const isProjectKey = (value: unknown): boolean =>
  typeof value === 'string' && /^[A-Z0-9]{1,10}$/.test(value);

const KEY_LENGTH = 10;
const RANDOM_TRIES = 20;

/** A key from a name: `Road Map 2027` becomes `ROADMAP202`. */
export const keyFromName = (name: string): string =>
  name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, KEY_LENGTH) || 'PROJECT';

/** The key of a name, and others in case that is taken: `ROADMAP`, `ROADMAP2` … `ROADMAP9`, then random digits. */
export function* keysFromName(name: string): Generator<string> {
  const key = keyFromName(name);
  const numbered = (digits: string) => key.slice(0, KEY_LENGTH - digits.length) + digits;
  yield key;
  for (let number = 2; number <= 9; number++) yield numbered(String(number));
  for (let n = 0; n < RANDOM_TRIES; n++) yield numbered(String(randomInt(10_000, 100_000)));
}
