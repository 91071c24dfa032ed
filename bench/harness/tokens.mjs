import { randomBytes } from 'node:crypto';
import { Signer } from '../peers/common.mjs';
import { startServer } from './measure.mjs';
import { claimsOf, many } from './http.mjs';

const WARM = 1000;
/** More than anything verifies in a second here. */
const COLD_PER_SECOND = 16_000;

/**
 * The tokens that protected routes are asked with. Grantor issues them; those that have to be new each time are copies
 * of such tokens with another `jti`, signed with the same key.
 */
export class Tokens {
  constructor(context) {
    this.context = context;
    this.kept = new Map();
  }

  warm() {
    return this.once('warm', () => this.issue((ours, url) => ours.jwts(url, WARM)));
  }

  opaque() {
    return this.once('opaque', () => this.issue((ours, url) => ours.opaques(url, WARM)));
  }

  async personal() {
    const ours = this.context.contender('grantor-guarded');
    await ours.prepare(this.context);
    return ours.home.personal;
  }

  cold(kind) {
    const count = Math.ceil(COLD_PER_SECOND * (kind === 'warm' ? this.context.warmUp : this.context.seconds));
    return this.once(`cold ${kind}`, async () => {
      const models = (await this.warm()).map(claimsOf);
      const signer = new Signer();
      const copy = (index) => {
        const claims = models[index % models.length];
        const [authorization, generation, random] = claims.jti.split('.');
        const other = randomBytes(64).toString('base64url').replace(/[-_]/g, '').slice(0, random.length);
        return signer.sign({ ...claims, jti: [authorization, generation, other].join('.') });
      };
      return many(count, copy, 64);
    });
  }

  once(name, make) {
    if (!this.kept.has(name)) this.kept.set(name, make());
    return this.kept.get(name);
  }

  async issue(act) {
    const ours = this.context.contender('grantor-guarded');
    await ours.prepare(this.context);
    const server = await startServer(ours, this.context);
    try {
      return await act(ours, server.url);
    } finally {
      await server.stop();
    }
  }
}
