'use strict';
/*
 * Hashes and checks passwords, one after the other, in a thread of its own; see threaded-argon2.ts. Plain JavaScript,
 * because a thread begins with a file as it is.
 */
const os = require('node:os');
const { parentPort } = require('node:worker_threads');
const { hashSync, verifySync } = require('@node-rs/argon2');

/** A tenth of what others get who want the processor at the same time. */
const BEHIND_OTHERS = 10;

// Linux gives each thread a priority of its own; elsewhere it would be that of the whole process.
if (process.platform === 'linux') {
  try {
    os.setPriority(Math.max(os.getPriority(), BEHIND_OTHERS));
  } catch {
    // A sandbox that forbids it costs speed under a flood, and nothing else.
  }
}

const acts = { hash: hashSync, verify: verifySync };

parentPort.on('message', ({ act, parameters }) => {
  try {
    parentPort.postMessage({ result: acts[act](...parameters) });
  } catch (error) {
    parentPort.postMessage({ error });
  }
});
