import { RouteReader } from '../../../src/openapi/route-reader';
import type { TestServer } from '../../support/test-server';
import type { AttackCase } from '../attack-case';

const DEVICE = 'there is no device flow: its endpoints answer 404, and its grant is unknown';
const FAULTS = 'it ends processes: test/faults does that, with a ledger that is judged afterwards';

const REASONS: Record<string, string> = {
  'DV-001': DEVICE,
  'DV-002': DEVICE,
  'DV-003': DEVICE,
  'CR-001': FAULTS,
  'CR-002': FAULTS,
  'CR-004': FAULTS,
};

/** Why a case says nothing about this server; null: it does. */
export function whyNot({ id, request }: AttackCase, server: TestServer): string | null {
  const reason = REASONS[id];
  if (reason) return reason;
  if (!request?.path.includes('${ADMIN}/users')) return null;
  const has = server
    .get(RouteReader)
    .read()
    .some(({ path }) => path === '/v1/admin/users');
  return has ? null : 'people are not administered by REST: /v1/admin/users does not exist';
}
