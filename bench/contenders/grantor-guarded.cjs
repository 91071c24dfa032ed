'use strict';
/* Our server as `main.ts` starts it, with one route more: what a company's own protected API is to look like. */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const DIST = join(__dirname, '..', '..', 'dist');
const ours = createRequire(join(DIST, 'main.js'));
ours('reflect-metadata');
const { Get, Module } = ours('@nestjs/common');
const { AuthServerModule } = ours('./auth-server.module');
const { RequireScopes } = ours('./bearer/decorators');
const { RestApi } = ours('./bearer/rest-api');
const { loadEnvironment, readMode } = ours('./config/load-environment');
const { readSettings } = ours('./config/read-settings');
const { createServer } = ours('./server/create-server');

class GuardedController {
  show() {
    return { ok: true };
  }
}
const show = Object.getOwnPropertyDescriptor(GuardedController.prototype, 'show');
Get()(GuardedController.prototype, 'show', show);
RequireScopes('read:projects')(GuardedController.prototype, 'show', show);
RestApi('v1/bench')(GuardedController);

const { BearerModule } = ours('./bearer/bearer.module');
class GuardedModule {}
Module({ imports: [BearerModule], controllers: [GuardedController] })(GuardedModule);

async function main() {
  const mode = readMode(process.env, 'production');
  const settings = readSettings(loadEnvironment(mode), mode, console.error);
  const server = await createServer(
    AuthServerModule.forRoot({ settings, imports: [GuardedModule] }),
    settings,
  );
  await server.listen();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
