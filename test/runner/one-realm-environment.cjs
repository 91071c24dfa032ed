'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');
const rsaPairs = require('./rsa-pairs.cjs');

/*
 * Jest gives each suite a realm of its own, so that every suite loads every package anew and an array of one realm is no
 * `instanceof Array` in the other. Here all suites of a worker share the worker's own realm, as code does in production:
 * packages are loaded once (see native-module.cjs), while our own files and their state are fresh in each suite.
 */

/* In one realm a compiled file serves every suite: what runs anew is the file, not V8's compiler. */
const compileFunction = vm.compileFunction;
const compiled = new Map();
vm.compileFunction = (code, parameters, options) => {
  const { parsingContext, ...rest } = options ?? {};
  if (parsingContext !== globalThis) return compileFunction(code, parameters, options);
  const known = compiled.get(rest.filename);
  if (known?.code === code) return known.run;
  const run = compileFunction(code, parameters, rest);
  compiled.set(rest.filename, { code, run });
  return run;
};

/** For native-module.cjs. */
globalThis[Symbol.for('grantor: require')] = require;

/*
 * Node hands every storage that was ever used on to every promise: with those of a hundred suites, promises are slow.
 */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

class OneRealmEnvironment {
  constructor() {
    this.global = globalThis;
    this.global.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    // Nobody here lets time stand still: the server has a clock that tests set.
    this.fakeTimers = null;
    this.fakeTimersModern = null;
    this.environment = { ...process.env };
  }

  async setup() {
    rsaPairs.begin();
  }

  /** What a suite has done to the environment variables is undone, and its storages are let go. */
  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.environment)) delete process.env[name];
    Object.assign(process.env, this.environment);
    for (const storage of storages) storage.disable();
    storages.clear();
  }

  exportConditions() {
    return ['node', 'node-addons', 'module-sync'];
  }

  getVmContext() {
    return globalThis;
  }
}

module.exports = OneRealmEnvironment;
