'use strict';
const { dirname, relative, sep } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/*
 * Suites that take long, longest first: one that came last would leave the other processor idle. Jest itself goes by what it
 * remembers, which is nothing on a new machine, and then by the size of the file.
 */
const SLOW = [
  'test/faults/app-faults',
  'test/demo/demo',
  'test/faults/database-faults',
  'test/faults/surroundings',
  'test/attacks/mutations',
  'test/operation/workers',
  'test/faults/planted-bugs',
  'test/attacks/shared-cases',
  'test/endpoints/every-form',
  'test/flows/guessing',
  'test/admin/reference',
  'test/cli/cli',
];
const ROOT = dirname(dirname(__dirname));

const rank = ({ path }) => {
  const place = SLOW.findIndex((suite) => relative(ROOT, path).split(sep).join('/').startsWith(`${suite}.`));
  return place < 0 ? SLOW.length : place;
};

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
