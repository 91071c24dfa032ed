import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Problem } from '../../shared/domain/problem';
import { Quotas } from '../../throttles/application/quotas';

const WINDOW_MS = 15 * 60_000;

/** Bounds how many forms come from one address of people who have not said who they are: each may cost a mail or a hash. */
@Injectable()
export class AccountFormLimit {
  constructor(
    private readonly quotas: Quotas,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `rate-limited` */
  async take(ip: string): Promise<void> {
    const times = this.settings.limits.accountForms;
    const wait = await this.quotas.take({ name: 'account-form', times, windowMs: WINDOW_MS }, ip);
    if (wait === 0) return;
    throw new Problem('rate-limited', `Too many forms were sent. Wait ${wait} seconds.`, {
      headers: { 'Retry-After': String(wait) },
    });
  }
}
