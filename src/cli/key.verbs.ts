import { Settings } from '../config/settings';
import { KeyRing } from '../keys/application/key-ring';
import { KeyStore } from '../keys/application/key-store';
import type { SigningKey } from '../keys/domain/signing-key';
import { Problem } from '../shared/domain/problem';
import { SYSTEM } from '../shared/domain/security-events';
import { SigningKeyRotation } from '../tokens/application/signing-key-rotation';
import { momentJson, momentText, table } from './text';
import type { Services, AnsweringVerb } from './verb';

/** What is told about a key: never its private half. */
type KeyFacts = Pick<SigningKey, 'kid' | 'alg' | 'retireAt'> & {
  /** Null: it is not ours to say. */
  status: SigningKey['status'] | null;
  createdAt: number | null;
  activatedAt: number | null;
};

export const listKeys: AnsweringVerb = {
  name: 'keys:list',
  summary: 'Lists the signing keys',
  flags: [],
  example: 'keys:list',
  run: async (_args, services) => {
    const keys = await read(services);
    const heading = ['kid', 'alg', 'status', 'created', 'signs since', 'verifies until'];
    const rows = keys.map(({ kid, alg, status, createdAt, activatedAt, retireAt }) => [
      kid,
      alg,
      status ?? 'in SIGNING_KEYS_FILE',
      ...[createdAt, activatedAt, retireAt].map((at) => momentText(at)),
    ]);
    return { json: { data: keys.map(keyJson) }, text: table(heading, rows, 'There are no keys yet.') };
  },
};

export const rotateKeys: AnsweringVerb = {
  name: 'keys:rotate',
  summary:
    'Lets the announced key sign and announces a new one; the old one verifies until its tokens have ended',
  flags: [
    { name: 'emergency', help: 'The old key is gone at once, and every token that it signed is refused' },
  ],
  example: 'keys:rotate',
  run: async (args, services) => {
    if (services.get(Settings).signingKeysFile !== null) {
      throw new Problem('conflict', 'The keys come from SIGNING_KEYS_FILE. Rotate them there, then restart.');
    }
    const emergency = args.isOn('emergency') ?? false;
    const { active, retiring } = await services.get(SigningKeyRotation).rotate({ emergency, actor: SYSTEM });
    const old = retiring
      ? `The key ${retiring.kid} still verifies until ${momentText(retiring.retireAt)}.`
      : 'The old keys are gone: every token that they signed is refused from now on.';
    return {
      json: { active: keyJson(active), retiring: retiring && keyJson(retiring) },
      text: `The key ${active.kid} signs now. ${old}\nA running server has noticed already.`,
    };
  },
};

async function read(services: Services): Promise<KeyFacts[]> {
  if (services.get(Settings).signingKeysFile === null) return services.get(KeyRing).list();
  const keys = await services.get(KeyStore).publicKeys();
  const unknown = { status: null, createdAt: null, activatedAt: null, retireAt: null };
  return keys.map(({ kid, alg }) => ({ kid, alg, ...unknown }));
}

const keyJson = (key: KeyFacts) => ({
  kid: key.kid,
  alg: key.alg,
  use: 'sig',
  status: key.status,
  created_at: momentJson(key.createdAt),
  activated_at: momentJson(key.activatedAt),
  retire_at: momentJson(key.retireAt),
});
