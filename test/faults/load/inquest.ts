import { readHistory, type Secret } from '../ledger/history';
import type { Ledger } from '../ledger/ledger';
import type { RecordingClient } from './recording-client';

const AT_ONCE = 6;

/**
 * Asks the recovered server about every secret that was ever acknowledged. First what changes nothing; then refresh
 * tokens and codes that should still work; last those that are used up, because bringing them again ends their grants.
 */
export async function holdInquest(client: RecordingClient, ledger: Ledger): Promise<void> {
  ledger.settle();
  ledger.beginInquest();
  const { secrets } = readHistory(ledger.read());
  const of = (kind: Secret['kind']) => [...secrets.values()].filter((secret) => secret.kind === kind);
  const wasUsed = ({ uses }: Secret) =>
    uses.some(({ act, outcome }) => act !== 'introspect' && outcome === 'yes');
  const access = of('access');
  const refresh = of('refresh');
  const codes = of('code');
  await forEach(of('personal'), ({ secret }) => client.use(secret));
  await forEach(access, ({ secret }) => client.use(secret));
  await forEach(access, ({ secret }) => client.introspect(secret));
  await forEach(refresh, ({ secret }) => client.introspect(secret));
  for (const used of [false, true]) {
    await forEach(
      refresh.filter((secret) => wasUsed(secret) === used),
      ({ secret }) => client.refresh(secret),
    );
    await forEach(
      codes.filter((secret) => wasUsed(secret) === used),
      ({ secret }) => client.redeem(secret),
    );
  }
}

async function forEach<T>(all: readonly T[], ask: (one: T) => Promise<unknown>): Promise<void> {
  const rest = [...all];
  const worker = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await ask(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
