import type { EpochMs } from '../../shared/domain/clock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a link is for: the page that it opens, and how long it works. */
export const LINK_KINDS = {
  setup: { path: '/setup', lifetime: 30 * MINUTE },
  'password-reset': { path: '/reset', lifetime: HOUR },
  'email-verification': { path: '/verify', lifetime: 24 * HOUR },
  'sign-up': { path: '/signup/confirm', lifetime: 24 * HOUR },
  invitation: { path: '/invite', lifetime: 7 * 24 * HOUR },
} as const satisfies Record<string, { path: string; lifetime: number }>;

export type LinkPurpose = keyof typeof LINK_KINDS;

/** A link that does one thing once. Whoever has it may do it, so only its hash is kept. */
export class OneTimeLink {
  /** SHA-256 of the secret in the link. */
  hash!: string;
  purpose!: LinkPurpose;
  /** Whom it is for: the id of a person, or the folded email address of somebody who is none yet. */
  subject!: string;
  /** What it needs to do its work; never a secret in clear. */
  payload!: Record<string, string>;
  createdAt!: EpochMs;
  expiresAt!: EpochMs;
  /** Used, replaced by a newer one, or of somebody whose password or address is another since; null: it works until it expires. */
  endedAt!: EpochMs | null;

  constructor(values: OneTimeLink) {
    Object.assign(this, values);
  }
}
