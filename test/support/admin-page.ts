import { decodeHtml, type Page } from './browser';
import { runShell } from './shell';

/** The commands under "The same by API", as somebody would copy them. */
export const curlIn = (page: Page): string =>
  decodeHtml(/id="api-curl"[^>]*><code>(.*?)<\/code>/s.exec(page.body)![1]!);

/** Pastes the commands under "The same by API" into a shell. @returns what they answer */
export const runApi = async <T>(page: Page, bearer: string): Promise<T> =>
  JSON.parse(await runShell(curlIn(page), { TOKEN: bearer })) as T;
