import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A mail as it came over the wire. */
export interface SmtpMail {
  from: string;
  to: string[];
  /** Headers and text, lines of quoted-printable put together again. */
  data: string;
}

/** A mail server (RFC 5321) that takes everything, or first refuses a few. */
export interface SmtpServer {
  url: string;
  mails: SmtpMail[];
  /** How many of the next mails are answered with 451. */
  refuse: number;
  close(): Promise<void>;
}

export async function startSmtp(): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const state: Pick<SmtpServer, 'mails' | 'refuse'> = { mails: [], refuse: 0 };
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    talk(socket, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
}

function talk(socket: Socket, state: Pick<SmtpServer, 'mails' | 'refuse'>): void {
  const say = (line: string) => void socket.write(`${line}\r\n`);
  let mail: SmtpMail = { from: '', to: [], data: '' };
  let inData = false;
  let rest = '';
  say('220 test');
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (inData && line !== '.') mail.data += `${line}\n`;
      else if (inData) {
        inData = false;
        if (state.refuse > 0) {
          state.refuse--;
          say('451 not now');
        } else {
          state.mails.push({ ...mail, data: mail.data.replace(/=\n/g, '').replace(/=3D/g, '=') });
          say('250 taken');
        }
        mail = { from: '', to: [], data: '' };
      } else if (/^EHLO/i.test(line)) say('250 test');
      else if (/^MAIL FROM:/i.test(line)) {
        mail.from = line.slice(10);
        say('250 ok');
      } else if (/^RCPT TO:/i.test(line)) {
        mail.to.push(line.slice(8));
        say('250 ok');
      } else if (/^DATA/i.test(line)) {
        inData = true;
        say('354 go on');
      } else say(/^QUIT/i.test(line) ? '221 bye' : '250 ok');
    }
  });
}
