'use strict';
const vm = require('node:vm');
const { ModuleMocker } = require('jest-mock');

/*
 * Jest gives each suite a realm of its own, so that every suite loads every package anew and an array of one realm is no
 * `instanceof Array` in the other. Here all suites of a worker share the worker's own realm, as code does in production:
 * packages are loaded once (see native-module.cjs), while our own files and their state are fresh in each suite.
 */

const compileFunction = vm.compileFunction;
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) =>
  compileFunction(code, parameters, parsingContext === globalThis ? options : { ...options, parsingContext });

/** For native-module.cjs. */
globalThis[Symbol.for('grantor: require')] = require;

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

  async setup() {}

  /** What a suite has done to the environment variables is undone. */
  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.environment)) delete process.env[name];
    Object.assign(process.env, this.environment);
  }

  exportConditions() {
    return ['node', 'node-addons', 'module-sync'];
  }

  getVmContext() {
    return globalThis;
  }
}

module.exports = OneRealmEnvironment;
