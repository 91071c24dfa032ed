import { KeyList, type KnownKey } from '../keys/application/key-list';
import type { SigningKey } from '../keys/domain/signing-key';
import { keyBody } from '../keys/key-body';
import { SYSTEM } from '../shared/domain/security-events';
import { SigningKeyRotation } from '../tokens/application/signing-key-rotation';
import { momentJson, momentText, table } from './text';
import type { AnsweringVerb } from './verb';

export const listKeys: AnsweringVerb = {
  name: 'keys:list',
  summary: 'Lists the signing keys',
  flags: [],
  example: 'keys:list',
  run: async (_args, services) => {
    const keys = await services.get(KeyList).all();
    const heading = ['kid', 'alg', 'status', 'created', 'signs since', 'verifies until'];
    const rows = keys.map(({ kid, alg, status, createdAt, activatedAt, retireAt }) => [
      kid,
      alg,
      status ?? 'kept elsewhere',
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
    const emergency = args.isOn('emergency') ?? false;
    const rotated = await services.get(SigningKeyRotation).rotate({ emergency, actor: SYSTEM });
    const know = (key: SigningKey) => keyJson(services.get(KeyList).know(key));
    const { active, retiring } = rotated;
    const old = retiring
      ? `The key ${retiring.kid} still verifies until ${momentText(retiring.retireAt)}.`
      : 'The old keys are gone: every token that they signed is refused from now on.';
    return {
      json: { active: know(active), retiring: retiring && know(retiring) },
      text: `The key ${active.kid} signs now. ${old}\nA running server has noticed already.`,
    };
  },
};

const keyJson = (key: KnownKey) => keyBody(key, momentJson);
