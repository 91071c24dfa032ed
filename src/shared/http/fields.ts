import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';
import { isLine } from '../domain/line';
import { type JsonSchema, noteField } from './json-schema';

const NOT_IN_A_TEXT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/**
 * A rule for a field of a body; `code` and `detail` are what the problem says.
 *
 * @param schema what the API reference says
 */
export const Satisfies = (
  code: string,
  test: (value: unknown) => boolean,
  detail: string,
  schema: JsonSchema = { type: 'string' },
): PropertyDecorator =>
  applyDecorators(
    ValidateBy({ name: code, validator: { validate: test, defaultMessage: () => detail } }),
    noting({ schema: { description: detail, ...schema } }),
  ) as PropertyDecorator;

const noting =
  (notes: Parameters<typeof noteField>[2]): PropertyDecorator =>
  (prototype, name) =>
    noteField(prototype, String(name), notes);

/** The field may be left out. Null is a value, and for the other rules to judge (RFC 7396 §1). */
export const MayBeAbsent = (): PropertyDecorator =>
  applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    noting({ mayBeAbsent: true }),
  ) as PropertyDecorator;

/** The field may be null, and stays so. */
export const MayBeNull = (): PropertyDecorator =>
  applyDecorators(
    ValidateIf((_, value) => value !== null),
    noting({ mayBeNull: true }),
  ) as PropertyDecorator;

/** The field may be null, which means the empty text. */
export const NullIsEmpty = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => value ?? '');

/** One line for people to read, such as a name; blanks around it are cut off. */
export const IsLine = (max = 100): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    Satisfies(
      'line',
      (value) => typeof value === 'string' && isLine(value, max),
      `Use 1 to ${max} characters in one line, and no invisible ones.`,
      { type: 'string', minLength: 1, maxLength: max },
    ),
  ) as PropertyDecorator;

/** Text for people to read, in as many lines as they like. */
export const IsText = (max: number): PropertyDecorator =>
  Satisfies(
    'text',
    (value) => typeof value === 'string' && value.length <= max && !NOT_IN_A_TEXT.test(value),
    `Use at most ${max} characters, and no control characters.`,
    { type: 'string', maxLength: max },
  );

/** One of a few words. */
export const IsOneOf = (...words: string[]): PropertyDecorator =>
  Satisfies('one_of', (value) => words.some((word) => word === value), `Use one of ${words.join(', ')}.`, {
    type: 'string',
    enum: words,
  });

/** True or false. */
export const IsFlag = (): PropertyDecorator =>
  Satisfies('boolean', (value) => typeof value === 'boolean', 'Use true or false.', { type: 'boolean' });

/** A number without a fraction, such as seconds; what it may be is for the domain to say. */
export const IsWholeNumber = (min = 0, max = Number.MAX_SAFE_INTEGER): PropertyDecorator =>
  Satisfies(
    'whole_number',
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    max === Number.MAX_SAFE_INTEGER ? 'Use a whole number.' : `Use a whole number from ${min} to ${max}.`,
    { type: 'integer', minimum: min, maximum: max },
  );

/** A list of texts; what each may be is for the domain to say. */
export const IsList = (maxLength: number, maxItems = 100): PropertyDecorator =>
  Satisfies(
    'list',
    (value) =>
      Array.isArray(value) &&
      value.length <= maxItems &&
      value.every((item) => typeof item === 'string' && item.length <= maxLength),
    `Use a list of at most ${maxItems} texts of at most ${maxLength} characters.`,
    { type: 'array', maxItems, items: { type: 'string', maxLength } },
  );
