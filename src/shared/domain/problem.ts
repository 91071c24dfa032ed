import { type Message, type MessageKey, say, type Values } from '../../locales/words';

/** What each problem of the REST API is called and answered with (RFC 9457 §3.1.1). */
export const PROBLEMS = {
  'validation-failed': [400, 'Some values are not valid'],
  'unknown-parameter': [400, 'A query parameter is not known here'],
  'malformed-request': [400, 'The request could not be read'],
  unauthenticated: [401, 'A valid access token is needed'],
  'insufficient-scope': [403, 'The token lacks a scope'],
  'reauthentication-required': [403, 'The password is needed once more'],
  'role-required': [403, 'The person behind the token may not do this'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'This address does not answer that method'],
  'not-acceptable': [406, 'There is no such form of this'],
  'secret-already-delivered': [409, 'The secret was delivered before'],
  'idempotency-key-reused': [422, 'The idempotency key was used for something else'],
  conflict: [409, 'This clashes with something that exists'],
  'last-admin': [409, 'The last administrator has to stay'],
  'already-rotated': [409, 'This has been rotated already'],
  'key-in-use': [409, 'The key is in use'],
  'scope-in-use': [409, 'The scope is in use'],
  'resource-in-use': [409, 'The resource is in use'],
  'last-secret': [409, 'The last secret has to stay'],
  'version-mismatch': [412, 'Somebody else has changed this meanwhile'],
  'payload-too-large': [413, 'The request is too large'],
  'uri-too-long': [414, 'The address is too long'],
  'unsupported-media-type': [415, 'This kind of content is not read here'],
  'limit-reached': [422, 'A limit is reached'],
  'rate-limited': [429, 'Too many requests'],
  'headers-too-large': [431, 'There are too many headers'],
  internal: [500, 'Something went wrong on our side'],
  unavailable: [503, 'The server cannot answer right now'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemSlug = keyof typeof PROBLEMS;

/** One fault in a request body, with a JSON pointer to the place (RFC 6901). */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
  /** The same as `detail`, for a page in another language. It is not enumerable: it never travels in JSON. */
  readonly message?: Message;
}

/** A fault whose words stand in the catalogues: English for programs, the person's language on pages. */
export function fieldError(pointer: string, code: string, key: MessageKey, values: Values = {}): FieldError {
  const error = { pointer, code, detail: say('en', key, values) };
  return Object.defineProperty(error, 'message', { value: { key, values } satisfies Message });
}

/** A problem that is one fault. */
export const refused = (slug: ProblemSlug, error: FieldError): Problem =>
  new Problem(slug, error.detail, { errors: [error] });

/** A problem that is about nothing in particular of the request, in words of the catalogues. */
export const refusedAs = (slug: ProblemSlug, key: MessageKey): Problem =>
  new Problem(slug, say('en', key), { words: { key } });

/** What a problem may say beside its detail. */
interface ProblemMore {
  errors?: FieldError[];
  words?: Message;
  headers?: Record<string, string>;
  members?: Record<string, unknown>;
  cause?: unknown;
}

/**
 * A refusal of the REST API, answered as `application/problem+json` (RFC 9457).
 *
 * `detail` is read by the caller's developer; the cause goes to the log only.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly errors: FieldError[] | undefined;
  /** The same as `detail`, for pages. */
  readonly words: Message | undefined;
  readonly headers: Record<string, string>;
  /** Extension members (RFC 9457 §3.2). */
  readonly members: Record<string, unknown>;

  constructor(
    readonly slug: ProblemSlug,
    readonly detail: string,
    extra: ProblemMore = {},
  ) {
    super(detail, { cause: extra.cause });
    [this.status, this.title] = PROBLEMS[slug];
    this.errors = extra.errors;
    this.words = extra.words;
    this.headers = extra.headers ?? {};
    this.members = extra.members ?? {};
  }

  /** Unknown and not yours are the same answer, so that ids cannot be probed. */
  static notFound(what = 'resource') {
    return new Problem('not-found', `There is no such ${what}, or it is not yours.`);
  }
}
