import { Injectable } from '@nestjs/common';
import { languageOf } from '../../locales/choose-language';
import { type Language, LANGUAGES, type Values } from '../../locales/words';
import { Postbox } from '../../mail/application/postbox';
import type { MailKey } from '../../mail/domain/mail';
import { Platform } from '../../shared/application/platform';
import { UserDirectory } from '../../users/application/user-directory';

/** What a person is told: which mail, where its link leads, and what stands in its places, in the person's language. */
export interface Letter {
  key: MailKey;
  /** Path of the page where the person can do something about it. */
  path: string;
  values?: (language: Language) => Values;
}

/** Writes to people about their account, whoever's directory they are in. */
@Injectable()
export class Letters {
  constructor(
    private readonly directory: UserDirectory,
    private readonly postbox: Postbox,
    private readonly platform: Platform,
  ) {}

  /** Finds out what to write when what has happened is on disk; nobody waits for it. */
  later(work: () => Promise<void>): void {
    if (this.postbox.isOpen) this.platform.afterCommit(() => this.platform.inBackground(work));
  }

  /** Nobody writes to people who are disabled or gone. */
  async write(userId: string, { key, path, values }: Letter): Promise<void> {
    const user = await this.directory.find(userId);
    if (!user?.isActive) return;
    const language = languageOf(user.locale) ?? LANGUAGES[0];
    const link = this.platform.settings.url(path);
    this.postbox.post(user, key, { link, ...values?.(language) });
  }

  /** To an address that is no longer the person's. */
  async writeTo(email: string, userId: string, key: MailKey, values: Values): Promise<void> {
    const locale = (await this.directory.find(userId))?.locale ?? null;
    this.postbox.post({ email, locale }, key, values);
  }
}
