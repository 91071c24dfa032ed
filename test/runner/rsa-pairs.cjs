'use strict';
const crypto = require('node:crypto');
const { promisify } = require('node:util');

/*
 * An RSA pair costs a third of a second, and almost every server that is started makes one. Here the pairs that one suite
 * has made serve the next one of the worker. Within a suite no two are the same, so that nothing there can tell.
 */
const BITS = 2048;
const pairs = [];
let given = 0;

const generate = promisify(crypto.generateKeyPair);
crypto.generateKeyPair[promisify.custom] = (type, options) => {
  if (type !== 'rsa' || options.modulusLength !== BITS) return generate(type, options);
  return (pairs[given++] ??= generate(type, options));
};

/** A suite begins: none of the pairs has been seen by it. */
exports.begin = () => {
  given = 0;
};
