import type { Operation, OperationGroup } from '../operation';
import { AUDIT_OPERATIONS } from './audit';
import { CLIENT_OPERATIONS } from './clients';
import { KEY_OPERATIONS } from './keys';
import { PEOPLE_OPERATIONS } from './people';
import { RESOURCE_OPERATIONS } from './resources';
import { SELF_SERVICE_OPERATIONS } from './self-service';
import { SCOPE_OPERATIONS } from './scopes';
import { SETTINGS_OPERATIONS } from './server-settings';
import { TOKEN_OPERATIONS } from './tokens';
import { SAMPLE_OPERATIONS } from './sample-api';

/** Every part of the REST API, in the order of the reference. */
export const GROUPS: readonly OperationGroup[] = [
  CLIENT_OPERATIONS,
  TOKEN_OPERATIONS,
  SCOPE_OPERATIONS,
  RESOURCE_OPERATIONS,
  KEY_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  SETTINGS_OPERATIONS,
  AUDIT_OPERATIONS,
  ...SELF_SERVICE_OPERATIONS,
  ...SAMPLE_OPERATIONS,
];

/** What is said about a route, and the part that it belongs to; null: nothing. */
export function operationFor(key: string): (Operation & { tag: string }) | null {
  const group = GROUPS.find(({ operations }) => key in operations);
  return group ? { ...group.operations[key]!, tag: group.tag } : null;
}
