import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { daysUntil, endOfDay } from '../../personal-access-tokens/domain/personal-access-token';
import type { TokenDraft } from '../../pages/templates/tokens';
import { PersonalAccessTokenRules } from '../../personal-access-tokens/application/personal-access-token-rules';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import type { ScopeDefinition } from '../../scopes/domain/scope';
import { Clock } from '../../shared/domain/clock';
import type { Parameters } from '../../shared/domain/parameters';
import type { User } from '../../users/domain/user';

const DAY_S = 86_400;
const PRESETS = [7, 30, 90, 365];
const MAX_TEXT = 500;

/** Reads and fills the forms for personal tokens. */
@Injectable()
export class TokenForms {
  constructor(
    private readonly rules: PersonalAccessTokenRules,
    private readonly catalogue: ScopeCatalogue,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** The ends that the form offers. */
  ends() {
    const { patMaxDays, patAllowNever } = this.settings;
    const now = this.clock.now();
    const last = new Date(endOfDay(now, patMaxDays));
    return {
      presets: this.presets().map((days) => ({ days, endsAt: endOfDay(now, days) })),
      mayLastForever: patAllowNever,
      lastDate: last.toISOString().slice(0, 10),
    };
  }

  /** What the person may give a token. */
  async scopesFor(user: User): Promise<ScopeDefinition[]> {
    return this.catalogue.describe(await this.rules.scopesFor(user));
  }

  /** What a link has filled in: `?name=ci&scopes=read:projects,write:projects&expires_in=30d`. It only fills in. */
  fromLink(query: Parameters): TokenDraft {
    const days = /^(\d{1,4})d$/.exec(query.oneOrNull('expires_in') ?? '')?.[1];
    const wish = Number(days ?? this.settings.patDefaultDays);
    const isPreset = this.presets().includes(wish);
    const date = new Date(endOfDay(this.clock.now(), wish)).toISOString().slice(0, 10);
    return {
      name: (query.oneOrNull('name') ?? '').slice(0, MAX_TEXT),
      description: (query.oneOrNull('description') ?? '').slice(0, MAX_TEXT),
      expires: isPreset ? String(wish) : 'date',
      date: isPreset ? '' : date,
      scopes: (query.oneOrNull('scopes') ?? '').split(/[ ,]+/).filter((scope) => scope !== ''),
    };
  }

  fromForm(form: Parameters): TokenDraft {
    return {
      name: form.oneOrNull('name') ?? '',
      description: form.oneOrNull('description') ?? '',
      expires: form.oneOrNull('expires') ?? String(this.settings.patDefaultDays),
      date: form.oneOrNull('date') ?? '',
      scopes: form.all('scopes'),
    };
  }

  /** The days that a draft means; null: never; 0 (which nothing allows) for what means nothing. */
  daysOf({ expires, date }: Pick<TokenDraft, 'expires' | 'date'>): number | null {
    if (expires === 'never') return null;
    if (expires === 'date') return daysUntil(this.clock.now(), date) ?? 0;
    return /^\d{1,4}$/.test(expires) ? Number(expires) : 0;
  }

  /** A command that works: it uses the token where its scopes open something. */
  curl(value: string, scopes: readonly string[]): string {
    const routes: Record<string, string> = {
      'read:profile': '/v1/profile',
      'read:projects': '/v1/projects',
      'read:email': '/v1/profile/email',
      'admin:read': '/v1/organization',
    };
    const scope = Object.keys(routes).find((name) => scopes.includes(name));
    const url = this.settings.url(scope ? routes[scope]! : '/v1/scopes');
    return `curl -H "Authorization: Bearer ${value}" ${url}`;
  }

  private presets(): number[] {
    const { patDefaultDays, patMaxDays } = this.settings;
    const all = [...new Set([...PRESETS, patDefaultDays])].sort((a, b) => a - b);
    return all.filter((days) => days <= patMaxDays);
  }
}

/** How long a token that is rotated still works, in seconds. */
export const OVERLAPS = [0, 3600, DAY_S] as const;

export function readOverlap(form: Parameters): number {
  const seconds = Number(form.oneOrNull('overlap') ?? '0');
  return OVERLAPS.find((overlap) => overlap === seconds) ?? 0;
}
