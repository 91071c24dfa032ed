import type { EpochMs } from '../../shared/domain/clock';
import type { ScopeDefinition } from './scope';

/** What administrators have written of a scope: one of their own, or other words for one that comes with the server. */
export class StoredScope {
  name!: string;
  description!: string;
  consentText!: string;
  locales!: Record<string, string>;
  group!: string;
  risk!: ScopeDefinition['risk'];
  /** Whether requests without `scope` get it (RFC 6749 §3.3). */
  isDefault!: boolean;
  grantableTo!: ScopeDefinition['grantableTo'];
  /** URI of the one API that it is for; null: any. */
  audience!: string | null;
  createdAt!: EpochMs;
  updatedAt!: EpochMs;
  version!: number;

  constructor(values: StoredScope) {
    Object.assign(this, values);
  }
}

/** Names that only the server itself gives: they mean power over it. */
export const isReservedName = (name: string): boolean => /^(?:admin|manage):/.test(name);
