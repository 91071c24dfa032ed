import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';

/** The grant types that a client may be registered for: those that are switched on, and a company's own. */
@Injectable()
export class GrantTypes {
  private readonly list: string[];

  constructor(settings: Settings) {
    this.list = [...settings.grants];
  }

  get names(): readonly string[] {
    return this.list;
  }

  add(type: string): void {
    this.list.push(type);
  }
}
