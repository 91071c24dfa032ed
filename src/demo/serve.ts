import { writeFileSync } from 'node:fs';
import { AppModule } from '../app.module';
import type { Settings } from '../config/settings';
import { createServer, type Server } from '../server/create-server';
import { portPath, readDemoSettings } from './demo-settings';
import { type DemoFacts, gatherFacts } from './facts';
import { freePort } from './free-port';
import { answerOwnHostsOnly } from './host.hook';
import { seedDemo, type Services } from './seed';
import { StderrLogger } from './stderr-logger';
import { shortText, wholeText } from './words';

/** Seeds where needed, listens at the wanted port or the next free one, and says what there is. */
export async function serveDemo(wanted: Settings, { json }: { json: boolean }): Promise<void> {
  const port = await freePort(wanted.port, wanted.host);
  const warn = (message: string) => console.error(message);
  const settings = readDemoSettings(process.env, { port, quiet: json, warn });
  const server = await createServer(AppModule.forRoot(settings), settings);
  answerOwnHostsOnly(server.app.getHttpAdapter().getInstance(), settings);
  const services = servicesOf(server);
  const facts = await gatherFacts(services, await seedDemo(services));
  await server.listen();
  if (json) server.app.useLogger(new StderrLogger());
  writeFileSync(portPath(settings), String(port));
  const taken = wanted.port !== 0 && wanted.port !== port ? wanted.port : null;
  console.log(json ? JSON.stringify({ ...facts, port_taken: taken }, null, 2) : textOf(facts, taken));
}

function textOf(facts: DemoFacts, taken: number | null): string {
  const text = facts.first_start ? wholeText(facts) : shortText(facts);
  return taken === null
    ? text
    : `\n  Port ${taken} is taken by another program: this demo uses ${facts.port}.\n${text}`;
}

const servicesOf = ({ app }: Server): Services => ({ get: (type) => app.get(type, { strict: false }) });
