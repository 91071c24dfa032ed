// TypeORM finds the members of entities in these texts only where blanks or brackets stand around them.

/**
 * The SQL of `Authorization.isAlive`, for an Authorization `given` that the client `client` is joined to where there is
 * one.
 */
const IS_ALIVE = [
  'given.revokedAt IS NULL AND (given.clientRef IS NULL OR (client.ref IS NOT NULL AND (given.standingFor IS NOT NULL',
  'OR (given.clientEpoch = client.epoch AND given.createdAt >= client.grantedFrom))))',
].join(' ');

/** The SQL of `Authorization.livesAt`, at the moment `:at`. */
export const LIVES_AT = `${IS_ALIVE} AND (given.expiresAt IS NULL OR given.expiresAt > :at)`;

/** The opposite of `Authorization.isAlive`. */
export const IS_OVER = `NOT (${IS_ALIVE})`;
