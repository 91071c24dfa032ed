import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Clients } from './clients';

/** Knows the browser origins that may call the token and revocation endpoints. */
@Injectable()
export class BrowserOrigins {
  constructor(
    private readonly clients: Clients,
    private readonly settings: Settings,
  ) {}

  /** Whether a public client has a redirect URI at exactly that origin, or the settings name it. */
  async isRegistered(origin: string): Promise<boolean> {
    if (this.settings.corsOrigins.includes(origin)) return true;
    if (!/^https?:\/\/[a-z0-9.:[\]-]{1,253}$/.test(origin)) return false;
    const candidates = await this.clients.listPublicAt(origin);
    return candidates.some((client) =>
      client.redirectUris.some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
    );
  }
}
