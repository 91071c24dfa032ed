import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The heap that is in use after everything that can go is gone, in MB. */
export function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
