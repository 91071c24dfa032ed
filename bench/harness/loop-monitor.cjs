'use strict';
/*
 * Loaded into a server with --require: writes down how long its event loop was blocked at most, at its end. The first
 * seconds are the start, which nobody waits for.
 */
const { writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
setTimeout(() => delay.enable(), 4000).unref();
process.once('exit', () => {
  const longestMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
  const p999 = Math.max(0, delay.percentile(99.9) / 1e6 - RESOLUTION_MS);
  writeFileSync(process.env.LOOP_REPORT, JSON.stringify({ longestMs, p999 }));
});
