import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Turns } from '../../shared/application/turns';
import { SecretFormat } from '../../shared/domain/secret';
import {
  looksLikePassport,
  openPassportToken,
  parsePassportToken,
  readAppKey,
} from '../domain/passport-refresh-token';
import { type ParsedRefreshToken, parseRefreshToken } from '../domain/refresh-token';

/** Opening one takes a core for a twentieth of a second. */
const AT_ONCE = 1;
const QUEUE = 32;

/** Takes refresh tokens apart: ours, and those that came with an import from Laravel Passport. */
@Injectable()
export class RefreshTokenReader {
  private readonly turns = new Turns(
    () => AT_ONCE,
    () => QUEUE,
  );
  private readonly appKey: Buffer | null;

  constructor(
    private readonly format: SecretFormat,
    { passportAppKey }: Settings,
  ) {
    this.appKey = passportAppKey === null ? null : readAppKey(passportAppKey);
  }

  /** Null when it cannot be one that we know. @throws TooBusyError */
  async read(token: string): Promise<ParsedRefreshToken | null> {
    const { appKey } = this;
    if (appKey === null || !looksLikePassport(token)) return parseRefreshToken(this.format, token);
    const id = await this.turns.take(() => openPassportToken(token, appKey));
    return id === null ? null : parsePassportToken(id);
  }
}
