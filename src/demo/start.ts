import { readDemoSettings } from './demo-settings';
import type { DemoOptions } from './options';

/** Starts the demo, unless there is something against it; loading the server takes long enough to check that before. */
export async function startDemo({ port, json, reset }: DemoOptions): Promise<void> {
  const wanted = readDemoSettings(process.env, { port: port ?? 'configured' });
  const { clearWay } = await import('./clear-way.js');
  await clearWay(wanted, reset);
  const { serveDemo } = await import('./serve.js');
  await serveDemo(wanted, { json });
}
