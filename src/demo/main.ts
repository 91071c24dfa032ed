import 'reflect-metadata';
import { reportDemoFailure } from './failure';
import { informAboutDemo } from './inform';
import { DEMO_HELP, readOptions } from './options';
import { startDemo } from './start';

const argv = process.argv.slice(2);

async function run(): Promise<void> {
  const options = readOptions(argv);
  if (options.help) console.log(DEMO_HELP);
  else if (options.info) await informAboutDemo(options);
  else await startDemo(options);
}

run().catch((error: unknown) => reportDemoFailure(error, argv.includes('--json')));
