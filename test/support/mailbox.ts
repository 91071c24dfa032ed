import { type KeptMail, Outbox } from '../../src/mail/application/outbox';
import { Background } from '../../src/shared/application/background';
import type { TestServer } from './test-server';

/** The mails that somebody would have got by now, the latest first. */
export async function mailsTo(server: TestServer, email: string): Promise<KeptMail[]> {
  await server.get(Background).settled();
  return server.get(Outbox).mails.filter(({ to }) => to === email);
}

/** The path of the one link to a page in a mail, with its token. */
export function linkIn({ text, subject }: { text: string; subject: string }): string {
  const found = /https?:\/\/[^/\s]+(\/\S*\?token=\w+)/.exec(text);
  if (!found) throw new Error(`The mail "${subject}" has no link:\n${text}`);
  return found[1]!;
}

/** The link in the latest mail to somebody. */
export async function latestLink(server: TestServer, email: string): Promise<string> {
  const [mail] = await mailsTo(server, email);
  if (!mail) throw new Error(`Nobody has written to ${email}`);
  return linkIn(mail);
}

/** The path of a link that was handed over. */
export const pathOf = (link: string | null): string => {
  const { pathname, search } = new URL(link!);
  return pathname + search;
};

export const tokenIn = (path: string): string => new URL(path, 'http://x').searchParams.get('token')!;
