import { exportAudit } from './audit.verb';
import { importPassport } from './import-passport.verb';
import { createAdmin, createUser } from './user-create.verbs';
import { disableUser, enableUser, listUsers } from './user.verbs';
import { createClient } from './client-create.verb';
import { applyClients, exportClients } from './client-apply.verbs';
import { updateClient } from './client-update.verb';
import { disableClient, enableClient, listClients, rotateClientSecret, showClient } from './client.verbs';
import { doctor } from './doctor.verb';
import { listKeys, rotateKeys } from './key.verbs';
import { writeOpenApi } from './openapi.verb';
import { purge } from './purge.verb';
import { createToken, revokeTokens } from './token.verbs';
import type { Verb } from './verb';

/** Everything that the CLI does, in the order of the help. */
export const VERBS: readonly Verb[] = [
  createAdmin,
  createUser,
  listUsers,
  disableUser,
  enableUser,
  createClient,
  listClients,
  showClient,
  updateClient,
  applyClients,
  exportClients,
  rotateClientSecret,
  disableClient,
  enableClient,
  createToken,
  revokeTokens,
  listKeys,
  rotateKeys,
  purge,
  writeOpenApi,
  exportAudit,
  importPassport,
  doctor,
];
