import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A request as a document prints it, with its lines joined. */
export interface PrintedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A piece of one of the documents that this server has to satisfy; what is sent and expected is cut out of it. */
export class Seed {
  private constructor(readonly text: string) {}

  static read(file: string): Seed {
    return new Seed(readFileSync(join(__dirname, 'seeds', file), 'utf8'));
  }

  /** What stands behind the only place where the document says `mark`. */
  after(mark: string): Seed {
    const [, behind, ...more] = this.text.split(mark);
    if (behind === undefined || more.length > 0) throw new Error(`Not once in the document: ${mark}`);
    return new Seed(behind);
  }

  before(mark: string): Seed {
    const end = this.text.indexOf(mark);
    if (end === -1) throw new Error(`Not in the document: ${mark}`);
    return new Seed(this.text.slice(0, end));
  }

  /** The first piece that looks like that. */
  piece(pattern: RegExp): string {
    const found = pattern.exec(this.text);
    if (!found) throw new Error(`Nothing in the document looks like ${pattern}`);
    return found[0];
  }

  pieces(pattern: RegExp): string[][] {
    return [...this.text.matchAll(pattern)].map((match) => [...match].slice(1));
  }

  /** A command over several lines, as it would be pasted into a shell. */
  curl(): string {
    return this.piece(/^curl (?:.*\\\n)*.*$/m);
  }

  /** The address of a GET that is printed over several lines, each ending where the query goes on. */
  getUrl(): string {
    return this.piece(/^GET .*(?:(?<=[?&])\n.*)*$/m)
      .slice('GET '.length)
      .replaceAll('\n', '')
      .replaceAll(' ', '%20');
  }

  json(): Record<string, unknown> {
    return JSON.parse(this.piece(/^\{$[^]*?^.*\}$/m)) as Record<string, unknown>;
  }

  /** The content of the fenced code block with that number. */
  fence(language: string, number = 0): Seed {
    const block = this.pieces(new RegExp(`^ *\`\`\`${language}\n([^]*?)\`\`\``, 'gm'))[number]?.[0];
    if (block === undefined) throw new Error(`The document has no ${language} block ${number}`);
    return new Seed(block);
  }
}

/** Puts values in place of words; every word has to be there. */
export function fill(text: string, values: Record<string, string>): string {
  const words = Object.keys(values);
  const missing = words.find((word) => !text.includes(word));
  if (missing !== undefined) throw new Error(`The document does not say ${missing} in:\n${text}`);
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return text.replace(new RegExp(escaped.join('|'), 'g'), (word) => values[word]!);
}

/** A request in the notation of HTTP, whose query or body goes on over several lines. */
export function readHttp(text: string): PrintedRequest {
  const [first, ...rest] = text.split('\n').map((line) => line.trim());
  const [method, target] = first!.split(' ');
  const isHeader = (line: string) => /^[A-Za-z-]+: /.test(line);
  const more = rest.filter((line) => !isHeader(line)).join('');
  const headers = Object.fromEntries(rest.filter(isHeader).map((line) => line.split(': ')));
  const url = method === 'GET' ? target! + more : target!;
  return { method: method!, url: url.replaceAll(' ', '%20'), headers, body: method === 'GET' ? '' : more };
}

/** The pairs of an array in PHP; `$request->code` counts as a value. */
export function readPhpArray(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/'(\w+)' => (?:'([^']*)'|(\$[\w>-]+)),/g)];
  return Object.fromEntries(pairs.map(([, name, literal, variable]) => [name, literal ?? variable!]));
}
