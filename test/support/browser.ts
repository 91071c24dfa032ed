import { setTimeout as wait } from 'node:timers/promises';

/** An answer with its body already read. */
export interface Page {
  url: string;
  status: number;
  headers: Headers;
  body: string;
  /** The `Location` or `Refresh` target, absolute; null when the answer leads nowhere. */
  leadsTo: string | null;
}

export interface Form {
  action: string;
  method: string;
  fields: Record<string, string>;
  buttons: { name: string; value: string; text: string }[];
}

/**
 * A browser without scripts, for suites that need no pixels: cookies, links, forms, and redirects only on demand.
 * Like a person's, it asks for HTML and says where its forms come from.
 */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly base: string,
    private readonly accept = 'text/html,application/xhtml+xml',
    private readonly always: Record<string, string> = {},
  ) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.send('GET', path, undefined, headers);
  }

  /** Follows redirects and refreshes as long as they stay with the server. */
  async open(path: string): Promise<Page> {
    return this.follow(await this.get(path));
  }

  async post(
    path: string,
    fields: Record<string, string> | [name: string, value: string][],
    headers: Record<string, string> = {},
  ): Promise<Page> {
    return this.send('POST', path, new URLSearchParams(fields).toString(), {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: new URL(this.base).origin,
      ...headers,
    });
  }

  /** Fills the form with that id and presses the button with that text. */
  async submit(page: Page, id: string, values: Record<string, string> = {}, press?: string): Promise<Page> {
    const form = formOf(page, id);
    const button = press === undefined ? undefined : form.buttons.find(({ text }) => text === press);
    if (press !== undefined && !button) throw new Error(`The form ${id} has no button ${press}`);
    const pressed = button?.name ? { [button.name]: button.value } : {};
    return this.post(form.action, { ...form.fields, ...values, ...pressed });
  }

  async follow(page: Page): Promise<Page> {
    let current = page;
    for (let hops = 0; current.leadsTo?.startsWith(this.base) && hops < 10; hops++) {
      current = await this.get(current.leadsTo);
    }
    return current;
  }

  /** Signs in on the sign-in page, wherever it stands. */
  async signIn(email: string, password: string, page?: Page): Promise<Page> {
    return this.submit(page ?? (await this.get('/login')), 'sign-in', { email, password });
  }

  private async send(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<Page> {
    const url = new URL(path, this.base).href;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const init: RequestInit = {
      method,
      redirect: 'manual',
      headers: { Accept: this.accept, ...this.always, ...(cookie && { Cookie: cookie }), ...headers },
    };
    if (body !== undefined) init.body = body;
    const answer = await fetch(url, init);
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    const target =
      answer.headers.get('location') ?? /url=(.*)$/i.exec(answer.headers.get('refresh') ?? '')?.[1] ?? null;
    return {
      url,
      status: answer.status,
      headers: answer.headers,
      body: await answer.text(),
      leadsTo: target === null ? null : new URL(target, url).href,
    };
  }

  private keep(line: string): void {
    const [pair] = line.split(';');
    const equals = pair!.indexOf('=');
    const value = pair!.slice(equals + 1);
    if (value === '') this.cookies.delete(pair!.slice(0, equals));
    else this.cookies.set(pair!.slice(0, equals), value);
  }
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
export const decodeHtml = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);

/** The form of a page with that id, as a program would read it. */
export function formOf(page: Page, id: string): Form {
  const source = [...page.body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].find(
    ([, attributes]) => attr(attributes!, 'id') === id,
  );
  if (!source) throw new Error(`${page.status} ${page.url} has no form ${id}:\n${page.body.slice(0, 1500)}`);
  const [, attributes, content] = source;
  const inputs = [...content!.matchAll(/<input\b([^>]*)>/gs)].map(([, input]) => input!);
  const sent = inputs.filter(
    (input) => !/checkbox|radio/.test(attr(input, 'type')) || /\bchecked\b/.test(input),
  );
  return {
    action: attr(attributes!, 'action'),
    method: attr(attributes!, 'method'),
    fields: Object.fromEntries(sent.map((input) => [attr(input, 'name'), attr(input, 'value')])),
    buttons: [...content!.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].map(([, button, text]) => ({
      name: attr(button!, 'name'),
      value: attr(button!, 'value'),
      text: decodeHtml(text!.trim()),
    })),
  };
}

const attr = (attributes: string, name: string): string =>
  decodeHtml(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');

/** Waits for something that another process or the next tick brings about. */
export async function until<T>(check: () => Promise<T | false | null | undefined>, seconds = 10): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('It did not happen in time');
    await wait(20);
  }
}
