'use strict';
/*
 * Loaded into the built server before it starts (node --require): kills it at one named point inside a redemption or a
 * rotation, KILL_TIME times after it came by first. The server itself knows nothing of it.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const { join } = require('node:path');

const dist = (path) => require(join(__dirname, '..', '..', '..', 'dist', path));
const CODES = ['authorization/infrastructure/typeorm-authorization-codes', 'TypeOrmAuthorizationCodes'];
const FAMILIES = ['tokens/infrastructure/typeorm-refresh-token-families', 'TypeOrmRefreshTokenFamilies'];
const AUTHORIZATIONS = ['tokens/infrastructure/typeorm-authorizations', 'TypeOrmAuthorizations'];
const ISSUER = ['tokens/application/token-issuer', 'TokenIssuer'];
const GRANTS = {
  redemption: ['grants/application/authorization-code.grant', 'AuthorizationCodeGrant'],
  rotation: ['grants/application/refresh-token.grant', 'RefreshTokenGrant'],
};

/** Each point: in which grant, before or after which method of which class. */
const POINTS = {
  'redemption: code found': ['redemption', 'after', CODES, 'find'],
  'redemption: before the code is used up': ['redemption', 'before', CODES, 'redeem'],
  'redemption: code used up': ['redemption', 'after', CODES, 'redeem'],
  'redemption: access token made': ['redemption', 'after', ISSUER, 'prepare'],
  'redemption: family begun': ['redemption', 'after', FAMILIES, 'add'],
  'redemption: use noted': ['redemption', 'after', AUTHORIZATIONS, 'noteUse'],
  'redemption: done, and not yet answered': ['redemption', 'after', GRANTS.redemption, 'exchange'],
  'rotation: family found': ['rotation', 'after', FAMILIES, 'find'],
  'rotation: before the token is used up': ['rotation', 'before', FAMILIES, 'rotate'],
  'rotation: token used up': ['rotation', 'after', FAMILIES, 'rotate'],
  'rotation: access token made': ['rotation', 'after', ISSUER, 'prepare'],
  'rotation: done, and not yet answered': ['rotation', 'after', GRANTS.rotation, 'exchange'],
};

if (process.env.KILL_POINT !== undefined) arm(process.env.KILL_POINT, Number(process.env.KILL_TIME ?? 1));

function arm(name, times) {
  if (!POINTS[name]) throw new Error(`There is no point ${name}`);
  const [grant, when, place, method] = POINTS[name];
  const inside = new AsyncLocalStorage();
  let left = times;
  const pass = () => {
    if (inside.getStore() && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
  // Of calls inside each other, as transactions are, the outer one counts.
  const within = new AsyncLocalStorage();
  wrap(place, method, async (call) => {
    if (within.getStore()) return call();
    if (when === 'before') pass();
    const result = await within.run(true, call);
    if (when === 'after') pass();
    return result;
  });
  // Outermost: the end of the exchange itself is inside, too.
  wrap(GRANTS[grant], 'exchange', (exchange) => inside.run(true, exchange));
}

function wrap([path, name], method, around) {
  const { prototype } = dist(path)[name];
  const original = prototype[method];
  if (typeof original !== 'function') throw new Error(`${name} has no method ${method}`);
  prototype[method] = function wrapped(...args) {
    return around(() => original.apply(this, args));
  };
}

module.exports = { POINTS: Object.keys(POINTS) };
