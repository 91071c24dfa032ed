import type { ProblemSlug } from '../shared/domain/problem';
import type { JsonSchema } from '../shared/http/json-schema';
import type { SchemaName } from './schemas';

/** What the code cannot say about a route: words, the form of its answer, and an example. */
export interface Operation {
  /** Unique, in camel case: names the method in generated clients. */
  id: string;
  summary: string;
  description?: string;
  /** The form of the answer: the name of a schema, a list of it, or a schema of its own; null: no body. */
  answer: SchemaName | { listOf: SchemaName } | JsonSchema | null;
  /** What the answer is, where it is not JSON. */
  mediaType?: string;
  /** Problems of its own, beside those that every such route can give. */
  problems?: readonly ProblemSlug[];
  /** Other successful answers than the usual one, and their forms; null: no body. */
  also?: Readonly<Record<number, SchemaName | null>>;
  /** A body that works when it is pasted. */
  example?: object;
}

/** The operations of one part of the API, by `METHOD /path`. */
export interface OperationGroup {
  tag: string;
  words: string;
  operations: Record<string, Operation>;
}
