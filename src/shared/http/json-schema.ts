import 'reflect-metadata';

/** JSON Schema 2020-12, as far as our bodies and answers need it. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  enum?: readonly unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  anyOf?: JsonSchema[];
  examples?: unknown[];
  default?: unknown;
  $ref?: string;
}

interface Field {
  schema: JsonSchema;
  mayBeAbsent: boolean;
  mayBeNull: boolean;
}

const FIELDS = Symbol('fields of a body');

/** Notes something about a field of a body class; several decorators say several things about one. */
export function noteField(prototype: object, name: string, notes: Partial<Field>): void {
  const own: Record<string, Field> = Object.hasOwn(prototype, FIELDS)
    ? (Reflect.get(prototype, FIELDS) as Record<string, Field>)
    : { ...(Reflect.get(prototype, FIELDS) as Record<string, Field> | undefined) };
  const before = own[name] ?? { schema: {}, mayBeAbsent: false, mayBeNull: false };
  own[name] = { ...before, ...notes, schema: { ...before.schema, ...notes.schema } };
  Reflect.defineProperty(prototype, FIELDS, { value: own, configurable: true });
}

/** What the decorators of a body class say, as a schema. */
export function bodySchema(body: new () => object): JsonSchema {
  const fields = (Reflect.get(body.prototype as object, FIELDS) ?? {}) as Record<string, Field>;
  const names = Object.keys(fields);
  const required = names.filter((name) => !fields[name]!.mayBeAbsent);
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, fieldSchema(fields[name]!)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function fieldSchema({ schema, mayBeNull }: Field): JsonSchema {
  if (!mayBeNull) return schema;
  return schema.enum
    ? { ...schema, enum: [...schema.enum, null] }
    : { ...schema, type: [...[schema.type ?? 'string'].flat(), 'null'] };
}
