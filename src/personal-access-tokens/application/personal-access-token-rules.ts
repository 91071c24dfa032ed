import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Resources } from '../../scopes/application/resources';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { ScopeRules } from '../../scopes/application/scope-rules';
import type { Resource } from '../../scopes/domain/resource';
import { without } from '../../scopes/domain/scope';
import { nameFaults } from '../../shared/domain/line';
import { type FieldError, fieldError, Problem, refused } from '../../shared/domain/problem';
import type { User } from '../../users/domain/user';
import type { PersonalAccessToken } from '../domain/personal-access-token';

const MAX_DESCRIPTION = 500;

type TokenWords = Partial<Pick<PersonalAccessToken, 'name' | 'description' | 'scopes'>>;

/** What a person may ask of a token of their own. */
@Injectable()
export class PersonalAccessTokenRules {
  constructor(
    private readonly settings: Settings,
    private readonly catalogue: ScopeCatalogue,
    private readonly scopeRules: ScopeRules,
    private readonly resources: Resources,
  ) {}

  /** The API that personal tokens are for. */
  get resource(): Resource {
    return this.resources.default;
  }

  /** Whole days, or null for never; what is not said is as the server has it. */
  days(requested: number | null | undefined): number | null {
    return requested === undefined ? this.settings.patDefaultDays : requested;
  }

  /** What the person may give a token. */
  scopesFor(user: User): Promise<string[]> {
    return this.scopeRules.permitted(this.catalogue.names(), { client: null, user, resource: this.resource });
  }

  /** @throws Problem `validation-failed` naming every fault */
  async requireValid(
    user: User,
    request: { name: string; description?: string; scopes: string[] },
    days: number | null,
  ): Promise<void> {
    if (!user.isActive)
      throw new Problem('role-required', 'This person is disabled and cannot have new tokens.');
    requireNone([
      ...nameFaults(request.name),
      ...descriptionFaults(request.description ?? ''),
      ...this.expiryFaults(days),
      ...(await this.scopeFaults(user, request.scopes)),
    ]);
  }

  /** @throws Problem `limit-reached`, or `validation-failed` when a living token has that name */
  requireRoom(live: PersonalAccessToken[], name: string): void {
    const max = this.settings.patMaxPerUser;
    if (live.length >= max)
      throw refused('limit-reached', fieldError('', 'limit', 'fault.token.limit', { max }));
    if (live.some((token) => token.name === name)) {
      throw refused('validation-failed', fieldError('/name', 'duplicate', 'fault.token.duplicate'));
    }
  }

  /** A token gets no scope that it had not before. @throws Problem `validation-failed` naming every fault */
  requireChangeable(
    token: PersonalAccessToken,
    { name = token.name, description = token.description, scopes = token.scopes }: TokenWords,
    live: PersonalAccessToken[],
  ): void {
    const isTaken = live.some((other) => other.name === name && name !== token.name);
    requireNone([
      ...nameFaults(name),
      ...(isTaken ? [fieldError('/name', 'duplicate', 'fault.token.duplicate')] : []),
      ...descriptionFaults(description),
      ...without(scopes, token.scopes).map((scope) =>
        fieldError('/scopes', 'wider', 'fault.token.wider', { scope: scope.slice(0, 100) }),
      ),
    ]);
  }

  private expiryFaults(days: number | null): FieldError[] {
    const { patAllowNever, patMaxDays } = this.settings;
    const fits = days === null ? patAllowNever : Number.isInteger(days) && days >= 1 && days <= patMaxDays;
    return fits ? [] : [fieldError('/expires_in', 'out_of_range', 'fault.token.days', { max: patMaxDays })];
  }

  private async scopeFaults(user: User, scopes: string[]): Promise<FieldError[]> {
    const allowed = await this.scopeRules.permitted(scopes, { client: null, user, resource: this.resource });
    return without(scopes, allowed).map((scope) => {
      const known = this.catalogue.find(scope) !== null;
      const values = { scope: scope.slice(0, 100) };
      return known
        ? fieldError('/scopes', 'role', 'fault.scope.role', values)
        : fieldError('/scopes', 'unknown', 'fault.scope.unknown', values);
    });
  }
}

function requireNone(errors: FieldError[]): void {
  if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
}

function descriptionFaults(text: string): FieldError[] {
  const fits = text.length <= MAX_DESCRIPTION && !/\p{Cc}/u.test(text);
  return fits ? [] : [fieldError('/description', 'length', 'fault.length', { min: 0, max: MAX_DESCRIPTION })];
}
