import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Precondition } from '../domain/precondition';

const TAG = /^"([0-9]{1,15})"$/;

/** The version of a row as an entity tag (RFC 9110 §8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

/** If-Match: tags are compared strongly, so weak and foreign ones match nothing (RFC 9110 §13.1.1). */
export function readIfMatch(header: string | undefined): Precondition {
  if (header === undefined || header.trim() === '*') return Precondition.none;
  return new Precondition(
    tagsIn(header)
      .flatMap((tag) => TAG.exec(tag)?.[1] ?? [])
      .map(Number),
  );
}

/** If-None-Match: whether the caller has this version already; weak tags match too (RFC 9110 §13.1.2). */
export function isKnown(version: number, header: string | undefined): boolean {
  if (header === undefined) return false;
  const tags = tagsIn(header).map((tag) => tag.replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(version));
}

export const ifMatchOf = (_: unknown, context: ExecutionContext): Precondition =>
  readIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']);

/** The precondition that a change was sent with: `@IfMatch() condition: Precondition`. */
export const IfMatch = createParamDecorator(ifMatchOf);

/** Answers a GET with a resource and its version, or with 304 when the caller has that version. */
export function resourceBody<T extends object>(reply: FastifyReply, version: number, body: T): T | undefined {
  reply.header('ETag', etagOf(version));
  if (!isKnown(version, reply.request.headers['if-none-match'])) return body;
  reply.status(304);
  return undefined;
}

/** Answers a change with what it has made of the resource. */
export function changedBody<T extends object>(reply: FastifyReply, version: number, body: T): T {
  reply.header('ETag', etagOf(version));
  return body;
}

/** Answers a POST to a list with the new resource, and where it is from now on. */
export function createdBody<T extends { id: string }>(reply: FastifyReply, version: number, body: T): T;
/** @param id names it in its address, where it has no `id` */
export function createdBody<T extends object>(reply: FastifyReply, version: number, body: T, id: string): T;
export function createdBody<T extends { id?: string }>(
  reply: FastifyReply,
  version: number,
  body: T,
  id = body.id!,
): T {
  const { pathname } = new URL(reply.request.originalUrl, 'http://localhost');
  reply.header('Location', `${pathname}/${encodeURIComponent(id)}`);
  return changedBody(reply, version, body);
}

const tagsIn = (header: string): string[] => header.split(',').map((tag) => tag.trim());
