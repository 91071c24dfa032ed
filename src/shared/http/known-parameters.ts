import { requireWellFormed } from '../domain/parameters';
import type { JsonSchema } from './json-schema';
import { Problem } from '../domain/problem';

/** Turns the text of a query parameter into what it means; null: it means nothing. */
export interface Reader<T> {
  (text: string): T | null;
  /** What the API reference says about it; without it: any text. */
  schema?: JsonSchema;
}

export const described = <T>(read: (text: string) => T | null, schema: JsonSchema): Reader<T> =>
  Object.assign(read, { schema });

/** A moment in RFC 3339, as milliseconds since 1970. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;
export const moment: Reader<number> = described(
  (text) => {
    const at = RFC_3339.test(text) ? Date.parse(text) : NaN;
    return Number.isNaN(at) ? null : at;
  },
  { type: 'string', format: 'date-time' },
);

/** What came of the parameters that were sent. */
export type Readings<R extends Record<string, Reader<unknown>>> = {
  [Name in keyof R]?: NonNullable<ReturnType<R[Name]>>;
};

const MAX_TEXT = 100;
/** Controls and halves of surrogate pairs: no text of a person, and not the same in every database. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

export const textUpTo = (maxLength: number): Reader<string> =>
  described((text) => (text.length > maxLength || UNPRINTABLE.test(text) ? null : text), {
    type: 'string',
    maxLength,
  });

export const shortText = textUpTo(MAX_TEXT);

export const oneOf = <T extends string>(...words: readonly T[]): Reader<T> =>
  described((text) => words.find((word) => word === text) ?? null, { type: 'string', enum: words });

export const wholeNumber = (min: number, max: number): Reader<number> =>
  described(
    (text) =>
      /^[0-9]{1,10}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null,
    { type: 'integer', minimum: min, maximum: max },
  );

/**
 * Reads the query of a request at the REST API: known names only, each once, each with a meaning.
 * A mistyped filter is refused, because without it everything would be listed.
 *
 * @param query what the server has made of the query: repeated names are lists
 * @throws Problem `unknown-parameter`, `validation-failed`
 */
export function readParameters<R extends Record<string, Reader<unknown>>>(
  query: unknown,
  readers: R,
): Readings<R> {
  requireWellFormed(query);
  const readings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query ?? {})) {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read) throw new Problem('unknown-parameter', knownWords(Object.keys(readers)));
    if (typeof value !== 'string') throw invalidParameter(name, 'duplicate', `Send ${name} once.`);
    const reading = read(value);
    if (reading === null) throw invalidParameter(name, 'invalid', `This value of ${name} is not valid.`);
    readings[name] = reading;
  }
  return readings as Readings<R>;
}

const knownWords = (names: string[]): string =>
  names.length === 0 ? 'No parameters are known here.' : `Known here are: ${names.join(', ')}.`;

export function invalidParameter(name: string, code: string, detail: string): Problem {
  return new Problem('validation-failed', detail, { errors: [{ pointer: `/${name}`, code, detail }] });
}
