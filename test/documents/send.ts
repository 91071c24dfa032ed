import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PrintedRequest } from './seed';

const run = promisify(execFile);

export interface Answer {
  status: number;
  body: Record<string, unknown> & { access_token: string; refresh_token: string };
}

/** Runs a curl command as it is in a shell; what we need to see the status comes from a .curlrc. */
export async function runCurl(command: string): Promise<Answer> {
  const env = { ...process.env, CURL_HOME: join(__dirname, 'samples') };
  const { stdout } = await run('sh', ['-c', command], { env });
  const end = stdout.lastIndexOf('\n');
  return answerOf(Number(stdout.slice(end + 1)), stdout.slice(0, end));
}

export async function sendPrinted({ method, url, headers, body }: PrintedRequest): Promise<Answer> {
  const answer = await fetch(url, { method, headers, ...(body !== '' && { body }) });
  return answerOf(answer.status, await answer.text());
}

/** POST as a form, as Laravel's `Http::asForm()` does. */
export async function sendForm(url: string, form: Record<string, string>): Promise<Answer> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  return answerOf(answer.status, await answer.text());
}

const answerOf = (status: number, text: string): Answer => ({
  status,
  body: (text === '' ? {} : JSON.parse(text)) as Answer['body'],
});
