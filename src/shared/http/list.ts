import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page, PageRequest } from '../domain/page';
import { readCursor, type SortedValue, writeCursor } from './cursor';
import {
  invalidParameter,
  oneOf,
  type Reader,
  type Readings,
  readParameters,
  wholeNumber,
} from './known-parameters';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** What a list may be asked for. */
export interface ListRules {
  /** Wire name -> member of the rows that it stands for, and what that holds. */
  sorts: Record<string, { by: string; holds: SortedValue }>;
  /** Wire name, with `-` in front for the reverse. */
  defaultSort: string;
  filters: Record<string, Reader<unknown>>;
}

const anyText: Reader<string> = (text) => text;

/** What every list can be asked for beside its filters. */
export const cursorParameters = ({ sorts }: ListRules) => ({
  limit: wholeNumber(1, MAX_LIMIT),
  sort: oneOf(...Object.keys(sorts).flatMap((name) => [name, `-${name}`])),
  cursor: anyText,
  count: oneOf('true', 'false'),
});

/** What a list was asked for. */
export interface ListQuery<R extends ListRules> {
  page: PageRequest<R['sorts'][keyof R['sorts']]['by']>;
  filters: Readings<R['filters']>;
  /** As it was written: cursors are bound to it. */
  sort: string;
}

/**
 * Reads `limit`, `cursor`, `sort` and the filters of a list.
 *
 * @throws Problem `unknown-parameter`, `validation-failed`
 */
export function readList<R extends ListRules>(query: unknown, rules: R): ListQuery<R> {
  const { limit, sort, cursor, count, ...filters } = readParameters(query, {
    ...rules.filters,
    ...cursorParameters(rules),
  });
  const chosen = sort ?? rules.defaultSort;
  const { by, holds } = rules.sorts[chosen.replace(/^-/, '')]!;
  const after = cursor === undefined ? null : readCursor(cursor, chosen, holds);
  if (cursor !== undefined && after === null) {
    throw invalidParameter(
      'cursor',
      'invalid',
      'Send the next_cursor of a page of this list, with the same sort.',
    );
  }
  const page = {
    limit: limit ?? DEFAULT_LIMIT,
    by,
    descending: chosen.startsWith('-'),
    after,
    ...(count === 'true' && { count: true }),
  };
  return { page, filters: filters as Readings<R['filters']>, sort: chosen };
}

/** The query of a list: `@ListParameters(PROJECT_LIST) query: ListQuery<typeof PROJECT_LIST>`. */
export const ListParameters = createParamDecorator((rules: ListRules, context: ExecutionContext) =>
  readList(context.switchToHttp().getRequest<FastifyRequest>().query, rules),
);

/** What `@FilterParameters` reads; the reference knows the parameter by it. */
export const filtersOf = (filters: ListRules['filters'], context: ExecutionContext) =>
  readParameters(context.switchToHttp().getRequest<FastifyRequest>().query, filters);

/** The filters of what is no list, and sent as a whole: `@FilterParameters(FILTERS) filters: Readings<typeof FILTERS>`. */
export const FilterParameters = createParamDecorator(filtersOf);

/** For what is always sent as a whole: every query parameter is a mistake. */
export const WithoutParameters = (): ParameterDecorator => FilterParameters({});

/** The envelope of a list that is one page. */
export const wholeList = <T>(data: T[]) => ({ data, page: { next_cursor: null, limit: data.length } });

type AnyListQuery = Pick<ListQuery<ListRules>, 'sort'> & { page: { limit: number } };

/** The body of a list: the envelope of every list, and the same way on as a Link header (RFC 8288 §3). */
export function listBody<T>(
  reply: FastifyReply,
  query: AnyListQuery,
  page: Page<T>,
  body: (item: T) => object,
) {
  const next = page.next && writeCursor(query.sort, page.next);
  if (next) reply.header('Link', `<${nextPage(reply.request, next)}>; rel="next"`);
  const total = page.total === undefined ? {} : { total: page.total };
  return { data: page.items.map(body), page: { next_cursor: next, limit: query.page.limit, ...total } };
}

function nextPage(request: FastifyRequest, cursor: string): string {
  const url = new URL(request.originalUrl, 'http://localhost');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}
