import type { RawAnswer } from '../../support/raw';
import type { Trial } from '../trial';
import { ALSO_AT_THE_API } from './also-api';
import { ALSO_IN_THE_BROWSER } from './also-browser';
import { ALSO_ABOUT_KEYS } from './also-keys';
import { ALSO_AT_THE_PROTOCOL } from './also-protocol';

/** What the words under `also` and `steps` of a case come to, after its answer was judged. */
export type Also = (trial: Trial, answer: RawAnswer) => Promise<unknown>;

export const ALSO: Record<string, Also> = {
  ...ALSO_IN_THE_BROWSER,
  ...ALSO_AT_THE_PROTOCOL,
  ...ALSO_AT_THE_API,
  ...ALSO_ABOUT_KEYS,
};
