'use strict';
/*
 * Puts apps, people and personal access tokens into an empty Grantor, by its own services, as its command line does.
 *
 * node grantor-seed.cjs MACHINES  ->  what was made, as JSON on stdout
 */
const { randomBytes } = require('node:crypto');
const { join } = require('node:path');

const DIST = join(__dirname, '..', '..', 'dist');
const ours = (path) => require(join(DIST, path));
const { withServices } = ours('cli/services');
const { ClientRegistration } = ours('clients/application/client-registration');
const { PersonalAccessTokens } = ours('personal-access-tokens/application/personal-access-tokens');
const { SYSTEM } = ours('shared/domain/security-events');
const { UserAdministration } = ours('users/application/user-administration');

const PERSONAL_TOKENS = 1000;

async function main([machines]) {
  const facts = await import('../harness/facts.mjs');
  const password = randomBytes(24).toString('base64url');
  await withServices(process.env, console.error, async (services) => {
    const register = (client, request) =>
      services
        .get(ClientRegistration)
        .register({ name: client.id, clientId: client.id, scopes: [facts.SCOPE], ...request }, SYSTEM, {
          value: client.secret,
        });
    const machine = { type: 'm2m', accessTokenFormat: 'jwt' };
    const opaque = { type: 'm2m', accessTokenFormat: 'opaque' };
    await register(facts.MACHINE, machine);
    await register(facts.OPAQUE_MACHINE, opaque);
    await register(facts.API, { ...machine, introspect: true });
    await register(facts.APP, { type: 'web', redirectUris: [facts.REDIRECT_URI], requirePkce: true });

    const made = { jwt: [], opaque: [] };
    for (let index = 0; index < Number(machines); index++) {
      for (const [kind, request] of Object.entries({ jwt: machine, opaque })) {
        const client = { id: `bench-${kind}-${index}`, secret: randomBytes(32).toString('base64url') };
        await register(client, request);
        made[kind].push(client);
      }
    }

    const people = [];
    for (let index = 0; index < facts.PEOPLE; index++) {
      const email = facts.emailOf(index);
      const person = { email, name: facts.personName(index), role: 'member', password, emailVerified: true };
      people.push(await services.get(UserAdministration).create(person, SYSTEM));
    }

    const personal = [];
    for (let index = 0; index < PERSONAL_TOKENS; index++) {
      const request = { name: `token ${index}`, scopes: [facts.SCOPE], expiresInDays: 30 };
      const { value } = await services
        .get(PersonalAccessTokens)
        .create(people[index % people.length], request);
      personal.push(value);
    }
    console.log(JSON.stringify({ password, machines: made, personal }));
  });
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
