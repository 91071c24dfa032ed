/** A value of a query or form; a list is sent once for each of its values. */
export type Fields = Record<string, string | string[]>;

/** A request with placeholders in it. */
export interface AttackRequest {
  method: string;
  path: string;
  query?: Fields;
  form?: Fields;
  json?: unknown;
  raw?: string;
  /** `basic:<client>[:<secret>]`, `post:<client>[:<secret>]`, `none` or `raw:<header>`. */
  auth?: string;
  headers?: Record<string, string>;
}

/** What the answer must be like; `also` says in words what more there is to it. */
export interface Expected {
  /** Any of them; an empty list: there is no answer to judge. */
  status: number[];
  /** Any of them. */
  error?: string[];
  /** `redirect`: the error stands in the address that the browser is led to. */
  where?: string;
  headers?: Record<string, string | string[]>;
  body?: Record<string, unknown>;
  content_type?: string;
  location_absent?: boolean;
  state_echoed?: boolean;
  iss_present?: boolean;
  never?: string;
  max_ms?: number;
  also?: string;
}

/** A request that a hostile or careless client sends, with the answer expected. */
export interface AttackCase {
  id: string;
  /** The requirement that it is a sample of: S01 to S38. */
  req: string;
  title: string;
  /** Null: the steps are played. */
  request: AttackRequest | null;
  expected: Expected;
  needs?: string[];
  steps?: string[];
  also?: string;
}
