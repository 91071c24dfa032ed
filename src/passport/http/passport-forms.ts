import type { ClientType } from '../../clients/domain/client';
import { fieldError, Problem } from '../../shared/domain/problem';

/** What Passport's front ends send beside the fields that they mean (`errors`, `id`) is passed over, as Laravel does. */
const fields = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};

/** What somebody says of an app in Passport's form. @throws Problem `validation-failed` */
export function readAppForm(body: unknown): { name: string; redirectUris: string[] } {
  const { name, redirect, redirect_uris: list } = fields(body);
  return { name: textOf(name, '/name'), redirectUris: redirectsOf(list ?? redirect) };
}

/** Public clients only where the form says so: `confidential` is on unless it is false. */
export const isConfidential = (body: unknown): boolean => fields(body)['confidential'] !== false;

/** Passport knows no types: what keeps a secret is a website, other schemes than http are apps on a device. */
export function typeOf(redirectUris: readonly string[], confidential: boolean): ClientType {
  if (confidential) return 'web';
  return redirectUris.every((uri) => /^https?:/i.test(uri)) ? 'spa' : 'native';
}

/** @throws Problem `validation-failed` */
export function readTokenForm(body: unknown): { name: string; scopes: string[] } {
  const { name, scopes = [] } = fields(body);
  const isList = Array.isArray(scopes) && scopes.length <= 100;
  if (!isList || !scopes.every((scope): scope is string => typeof scope === 'string'))
    throw notText('/scopes');
  return { name: textOf(name, '/name'), scopes };
}

/** The password that was asked for again, from the body or, where a request has none, from nowhere. */
export function readPassword(body: unknown): string | null {
  const password = fields(body)['current_password'];
  return typeof password === 'string' ? password : null;
}

/** Passport up to 12 joins several addresses with commas. */
function redirectsOf(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(',') : (value ?? []);
  if (!Array.isArray(list) || list.length > 100) throw notText('/redirect_uris');
  if (!list.every((uri): uri is string => typeof uri === 'string')) throw notText('/redirect_uris');
  return list.map((uri) => uri.trim()).filter((uri) => uri !== '');
}

function textOf(value: unknown, pointer: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw notText(pointer);
  return value;
}

function notText(pointer: string): Problem {
  const error = {
    ...fieldError(pointer, 'text', 'fault.length', { min: 1, max: 100 }),
    detail: 'Send text here.',
  };
  return new Problem('validation-failed', error.detail, { errors: [error] });
}
