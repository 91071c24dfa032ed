import { CATALOGUES, type MessageKey } from '../../locales/words';
import { Parameters } from '../domain/parameters';

/** `?done=app-deleted` says the message `done.app-deleted`; anything else says nothing. */
export function doneIn(query: unknown): MessageKey | null {
  const key = `done.${new Parameters(query).oneOrNull('done')}`;
  return Object.hasOwn(CATALOGUES.en, key) ? (key as MessageKey) : null;
}
