import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { KeyList } from '../../keys/application/key-list';
import { KeyRing } from '../../keys/application/key-ring';
import type { AdminKeyRow } from '../../pages/templates/admin-keys';

/** The signing keys as the pages for administrators list them: never their private half. */
@Injectable()
export class KeyRows {
  constructor(
    private readonly keys: KeyList,
    private readonly ring: KeyRing,
    private readonly settings: Settings,
  ) {}

  /** Where the keys are kept. */
  get place(): 'here' | 'file' | 'elsewhere' {
    if (this.keys.isOurs) return 'here';
    return this.settings.signingKeysFile === null ? 'elsewhere' : 'file';
  }

  async all(): Promise<AdminKeyRow[]> {
    return (await this.keys.all()).map(({ kid, alg, status, ...times }) => {
      const { activatedAt, createdAt, retireAt } = times;
      const at = { active: activatedAt, next: createdAt, retiring: retireAt, retired: retireAt };
      return { kid, alg, status, at: status && at[status] };
    });
  }

  /** The ids of those that wait to sign with the server's own algorithm. */
  async waiting(): Promise<string> {
    const rows = await this.all();
    const waiting = rows.filter(({ alg, status }) => alg === this.settings.signingAlg && status === 'next');
    return waiting.map(({ kid }) => kid).join(' ');
  }

  /** The id of the key that signs with the server's own algorithm. */
  async active(): Promise<string> {
    const keys = await this.ring.ensure(this.settings.signingAlg);
    return keys.find(({ alg, status }) => alg === this.settings.signingAlg && status === 'active')!.kid;
  }
}
