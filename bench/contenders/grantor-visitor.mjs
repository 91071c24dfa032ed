import { setTimeout as wait } from 'node:timers/promises';
import * as facts from '../harness/facts.mjs';

const FORM = 'application/x-www-form-urlencoded';

/** Somebody in front of a browser without scripts, who signs in to Grantor and allows the app. */
export class Visitor {
  static async signIn(url, email, password) {
    const visitor = new Visitor(url);
    for (let patience = 60; ; patience--) {
      const page = await visitor.submit(await visitor.open('/login'), 'sign-in', { email, password });
      if (page.status < 400) return visitor;
      // Hashing says so when it has enough to do: on a busy machine that is soon.
      if (page.status !== 503 || patience === 0) throw new Error(`Nobody could sign in: ${page.status}`);
      await wait(500);
    }
  }

  constructor(url) {
    this.url = url;
    this.cookies = new Map();
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Asks for a code, and consents where that is asked. */
  async code() {
    let page = await this.open(`/oauth/authorize?${facts.authorizeQuery()}`);
    if (page.body.includes('id="consent"')) page = await this.submit(page, 'consent', { decision: 'allow' });
    const code = /[?&;]code=([^&"\s]+)/.exec(`${page.leadsTo}`)?.[1];
    if (!code)
      throw new Error(`No code came back: ${page.status} ${page.leadsTo} ${page.body.slice(0, 300)}`);
    return decodeURIComponent(code);
  }

  async open(path, init = {}) {
    const answer = await fetch(this.url + path, {
      redirect: 'manual',
      ...init,
      headers: { Accept: 'text/html', ...(this.cookie && { Cookie: this.cookie }), ...init.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const refresh = /url=(.*)$/i.exec(answer.headers.get('refresh') ?? '')?.[1];
    const leadsTo = answer.headers.get('location') ?? refresh ?? null;
    return { status: answer.status, body: await answer.text(), leadsTo };
  }

  /** Fills the form with that id and sends it. */
  submit({ body }, id, values, headers = {}) {
    const form = [...body.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].find(([, attributes]) =>
      attributes.includes(`id="${id}"`),
    );
    if (!form) throw new Error(`The page has no form ${id}: ${body.slice(0, 300)}`);
    const attribute = (text, name) =>
      new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1].replaceAll('&amp;', '&') ?? '';
    const inputs = [...form[2].matchAll(/<input\b([^>]*)>/gs)]
      .map(([, input]) => input)
      .filter((input) => !/type="(?:checkbox|radio)"/.test(input) || /\bchecked\b/.test(input))
      .map((input) => [attribute(input, 'name'), attribute(input, 'value')]);
    const path = new URL(attribute(form[1], 'action'), facts.ISSUER);
    return this.open(path.pathname + path.search, {
      method: 'POST',
      headers: { 'Content-Type': FORM, Origin: facts.ISSUER, ...headers },
      body: new URLSearchParams({ ...Object.fromEntries(inputs), ...values }).toString(),
    });
  }
}
