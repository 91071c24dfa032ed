import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { KeyRing } from '../../keys/application/key-ring';
import { KeyStore } from '../../keys/application/key-store';
import type { AdminKeyRow } from '../../pages/templates/admin-keys';

const ORDER = ['active', 'next', 'retiring'];

/** The signing keys as the pages for administrators list them: never their private half. */
@Injectable()
export class KeyRows {
  constructor(
    private readonly ring: KeyRing,
    private readonly store: KeyStore,
    private readonly settings: Settings,
  ) {}

  async all(): Promise<AdminKeyRow[]> {
    if (this.settings.signingKeysFile !== null) {
      const keys = await this.store.publicKeys();
      return keys.map(({ kid, alg }) => ({ kid, alg, status: null, at: null }));
    }
    const rows = (await this.ring.list()).map(({ kid, alg, status, ...times }) => {
      const at = { active: times.activatedAt, next: times.createdAt, retiring: times.retireAt }[status];
      return { kid, alg, status, at };
    });
    const place = ({ status }: AdminKeyRow) => ORDER.indexOf(status ?? '');
    return rows.sort((a, b) => a.alg.localeCompare(b.alg) || place(a) - place(b));
  }

  /** The id of the key that signs with the server's own algorithm. */
  async active(): Promise<string> {
    const keys = await this.ring.ensure(this.settings.signingAlg);
    return keys.find(({ alg, status }) => alg === this.settings.signingAlg && status === 'active')!.kid;
  }
}
