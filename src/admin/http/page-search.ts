import type { Parameters } from '../../shared/domain/parameters';

/** Reads what somebody has typed into the search of a list; nothing where they have not. */
export const textIn =
  (given: Parameters) =>
  (name: string): string =>
    (given.oneOrNull(name) ?? '').trim().slice(0, 255);

/** What is said of a search: empty fields say nothing. */
export const said = (values: object): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Record<string, string>;

/** The search as it stands in an address: `?a=b` with what is said, or nothing. */
export function asQuery(values: object): string {
  const text = new URLSearchParams(said(values)).toString();
  return text ? `?${text}` : '';
}
