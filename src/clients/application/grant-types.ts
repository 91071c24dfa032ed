import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';

/** The grant types that a client may be registered for: those that are switched on now, and a company's own. */
@Injectable()
export class GrantTypes {
  private readonly own: string[] = [];

  constructor(private readonly settings: Settings) {}

  get names(): readonly string[] {
    return [...this.settings.grants, ...this.own];
  }

  add(type: string): void {
    this.own.push(type);
  }
}
