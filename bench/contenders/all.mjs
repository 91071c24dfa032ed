import { Grantor, GrantorHome } from './grantor.mjs';
import { ExpressJwt, NestHello, NestPassportBearer, NestPassportJwt } from './guards.mjs';
import { Jmondi } from './jmondi.mjs';
import { NodeOAuth } from './node-oauth.mjs';
import { OidcProvider } from './oidc-provider.mjs';

/** Everybody who takes part, by name. */
export function allContenders() {
  const onMariaDb = new GrantorHome('mariadb');
  const onSqlite = new GrantorHome('sqlite');
  const list = [
    new Grantor(onMariaDb, { name: 'grantor', label: 'Grantor' }),
    new Grantor(onMariaDb, {
      name: 'grantor-stored',
      label: 'Grantor, AUDIT_TOKEN_EVENTS=sync',
      env: { AUDIT_TOKEN_EVENTS: 'sync' },
    }),
    new Grantor(onMariaDb, { name: 'grantor-guarded', label: 'Grantor', guarded: true }),
    new Grantor(onSqlite, { name: 'grantor-sqlite', label: 'Grantor on SQLite' }),
    new Grantor(onSqlite, { name: 'grantor-guarded-sqlite', label: 'Grantor on SQLite', guarded: true }),
    new OidcProvider('mariadb'),
    new OidcProvider('memory'),
    new Jmondi(),
    new NodeOAuth(),
    new ExpressJwt(),
    new NestPassportJwt(),
    new NestPassportBearer(),
    new NestHello(),
  ];
  return new Map(list.map((contender) => [contender.name, contender]));
}
