import type { LinkPurpose } from '../../one-time-links/domain/one-time-link';

/** A one-time link that is unknown, too old, used, or of no use any more: one answer for all of them. */
export class StaleLinkError extends Error {
  override readonly name = 'StaleLinkError';

  constructor(readonly purpose: LinkPurpose) {
    super(`The link for ${purpose} does not work any more`);
  }
}
