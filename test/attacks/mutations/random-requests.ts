import * as fc from 'fast-check';
import { faultsOf, type RawAnswer } from '../../support/raw';
import type { TestServer } from '../../support/test-server';
import { sendBytes } from './raw-bytes';

const AT_ONCE = 16;
const HANG_MS = 1_000;
/** On a loaded machine an answer may take a while; whoever takes so long alone, and again and again, hangs. */
const PATIENCE_MS = 8_000;

export interface RandomReport {
  sent: number;
  /** How often each status came; 0: the connection ended without an answer. */
  statuses: Record<string, number>;
  faults: string[];
  /** What had no answer in time while others were sent. */
  slow: Buffer[];
}

/** Sends so many spoilt requests, the same ones for the same seed. */
export async function sendRandom(
  server: TestServer,
  requests: fc.Arbitrary<Buffer>,
  { count, seed, every }: { count: number; seed: number; every?: (sent: number) => void },
): Promise<RandomReport> {
  const report: RandomReport = { sent: 0, statuses: {}, faults: [], slow: [] };
  for (let batch = 0; report.sent < count; batch++) {
    const size = Math.min(1_000, count - report.sent);
    const waiting = fc.sample(requests, { numRuns: size, seed: seed + batch });
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let bytes = waiting.pop(); bytes; bytes = waiting.pop()) await sendOne(server, bytes, report);
      }),
    );
    report.sent += size;
    every?.(report.sent);
  }
  for (const bytes of report.slow)
    if (await hangs(server, bytes)) report.faults.push(`hangs: ${bytes.toString('latin1').slice(0, 600)}`);
  return report;
}

async function sendOne(server: TestServer, bytes: Buffer, report: RandomReport): Promise<void> {
  const answer = await sendBytes(server, bytes, PATIENCE_MS);
  if (answer === null) return void report.slow.push(bytes);
  const status = /^HTTP\/1\.[01] (\d+)/.exec(answer)?.[1] ?? '0';
  report.statuses[status] = (report.statuses[status] ?? 0) + 1;
  const faults = answer === '' ? [] : faultsIn(answer);
  if (report.faults.length < 20)
    report.faults.push(
      ...faults.map((fault) => `${fault}: ${JSON.stringify(bytes.toString('latin1').slice(0, 600))}`),
    );
}

/** Asked again, alone. */
async function hangs(server: TestServer, bytes: Buffer): Promise<boolean> {
  for (let times = 0; times < 3; times++) {
    if ((await sendBytes(server, bytes, HANG_MS)) !== null) return false;
  }
  return true;
}

/** What is wrong with an answer, read as it came. */
function faultsIn(answer: string): string[] {
  const end = answer.indexOf('\r\n\r\n');
  const [first, ...lines] = answer.slice(0, end).split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(first!)?.[1]);
  if (status === 100) return [];
  const read: RawAnswer = { status, headers, body: answer.slice(end + 4) };
  return faultsOf(read);
}
