'use strict';

/* A package is not evaluated by jest, but by Node itself, which does it once a worker and can `require()` ES modules. */
module.exports = {
  process: (_source, path) => ({
    code: `module.exports = globalThis[Symbol.for('grantor: require')](${JSON.stringify(path)});`,
  }),
  getCacheKey: (_source, path) => `native 1 ${path}`,
};
