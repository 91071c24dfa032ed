import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { equalInConstantTime } from '../../shared/domain/secret';

/**
 * Tokens that prove that a form was made by us for this very browser and purpose (ASVS 3.5.1).
 *
 * They are an HMAC over the browser cookie and the purpose (a transaction, say), so nothing has to be stored
 * and several tabs do not disturb each other.
 */
@Injectable()
export class Csrf {
  constructor(private readonly settings: Settings) {}

  token(browser: string, purpose: string): string {
    return createHmac('sha256', this.settings.cookieSecret)
      .update(`csrf\0${browser}\0${purpose}`)
      .digest('base64url');
  }

  matches(browser: string, purpose: string, token: string | null): boolean {
    return token !== null && equalInConstantTime(token, this.token(browser, purpose));
  }
}
