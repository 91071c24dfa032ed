import type { EntitySchemaColumnOptions } from 'typeorm';

// The kinds of column that our tables are made of, for SQLite and MySQL alike. Text compares byte for byte on both:
// on MySQL by the `utf8mb4_bin` default that the migrations give each table (the usual collation finds `ABC` for `abc`).

/** MySQL reads BIGINT as text; a moment fits a double until the year 287396. */
const numberTransformer = {
  from: (value: unknown) => (value === null || value === undefined ? null : Number(value)),
  to: (value: unknown) => value,
};

const jsonTransformer = {
  from: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value),
  to: (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value)),
};

const booleanTransformer = {
  from: (value: unknown) => value === true || value === 1 || value === '1',
  to: (value: unknown) => value,
};

export type ColumnOptions = Partial<EntitySchemaColumnOptions>;

/** SQLite does not enforce the length: the domain does. */
export const text = (length: number, options: ColumnOptions = {}): EntitySchemaColumnOptions => ({
  type: 'varchar',
  length,
  ...options,
});

/** An id of ours: prefix and 16 characters. */
export const id = (options: ColumnOptions = {}) => text(32, options);

/** A SHA-256 in base64url. */
export const hash = (options: ColumnOptions = {}) => text(43, options);

/** Text without a useful limit. */
export const longText = (options: ColumnOptions = {}): EntitySchemaColumnOptions => ({
  type: 'text',
  ...options,
});

/** Milliseconds since 1970. */
export const moment = (options: ColumnOptions = {}): EntitySchemaColumnOptions => ({
  type: 'bigint',
  transformer: numberTransformer,
  ...options,
});

export const integer = (options: ColumnOptions = {}): EntitySchemaColumnOptions => ({
  type: 'int',
  ...options,
});

export const flag = (options: ColumnOptions = {}): EntitySchemaColumnOptions => ({
  type: 'boolean',
  transformer: booleanTransformer,
  ...options,
});

/** A list or an object, as JSON text: never joined by commas. */
export const json = (options: ColumnOptions = {}): EntitySchemaColumnOptions =>
  longText({ transformer: jsonTransformer, ...options });
