import type { Mutation } from './mutations';

export type Fields = Record<string, string>;

/** A way of sending a request whose parameter `name` is spoilt. */
export interface ContentType {
  what: string;
  /** Null: no header. */
  type: string | null;
  write(fields: Fields, name: string, mutation: Mutation): string | Buffer;
}

const BOUNDARY = 'boundary-0123456789';
const others = (fields: Fields, name: string) => Object.entries(fields).filter(([key]) => key !== name);

export const form = (fields: Fields, name: string, { form: write }: Mutation): string =>
  [
    ...others(fields, name).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`),
    write(name, fields[name] ?? ''),
  ]
    .filter((part) => part !== '')
    .join('&');

/** Bytes as they are: what is no UTF-8 stays none. */
const json = (fields: Fields, name: string, { json: write }: Mutation): Buffer => {
  const members = others(fields, name).map(([key, value]) => `${JSON.stringify(key)}:${valueOf(value)}`);
  const all = [...members, write(name, fields[name] ?? '')].filter((part) => part !== '').join(',');
  return Buffer.from(`{${all}}`, /[^\x00-\xff]/.test(all) ? 'utf8' : 'latin1');
};

/** What is JSON already, such as a list, stays so. */
const valueOf = (text: string): string =>
  /^(?:[[{].*|\d+|true|false|null)$/s.test(text) ? text : JSON.stringify(text);

function multipart(fields: Fields, name: string, mutation: Mutation): string {
  const pairs: [string, string | null][] = [
    ...others(fields, name),
    [name, mutation.part(name, fields[name] ?? '')],
  ];
  const parts = pairs.flatMap(([key, value]) =>
    value === null
      ? []
      : [`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`],
  );
  return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

export const CONTENT_TYPES: readonly ContentType[] = [
  { what: 'form', type: 'application/x-www-form-urlencoded', write: form },
  { what: 'JSON', type: 'application/json', write: json },
  { what: 'multipart', type: `multipart/form-data; boundary=${BOUNDARY}`, write: multipart },
  { what: 'none', type: null, write: form },
];
