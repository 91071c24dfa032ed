import { Injectable } from '@nestjs/common';
import { Desk } from '../../desk/desk';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import type { ScopeDraft } from '../../pages/templates/admin-scope';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import type { FieldError } from '../../shared/domain/problem';
import type { KnownScope } from '../application/scope-desk';
import { apiBodyOf, changesIn, wordsIn } from './scope-form';

export const SCOPES_PATH = '/admin/scopes';
/** Not below the others: any word there may be the name of a scope. */
export const NEW_SCOPE_PATH = '/admin/new-scope';

export const scopePath = (name: string): string => `${SCOPES_PATH}/${encodeURIComponent(name)}`;

/** What is shown on the page of a scope; without `known` of a new one. */
interface Shown {
  known?: KnownScope;
  draft: ScopeDraft;
  errors?: FieldError[];
  query?: unknown;
}

/** Makes the page of one scope for administrators. */
@Injectable()
export class ScopeViews {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
  ) {}

  page(visitor: SignedInVisitor, { known, draft, errors = [], query }: Shown): Html {
    const path = known ? scopePath(known.scope.name) : NEW_SCOPE_PATH;
    const isFixed = known?.isFixed ?? false;
    const words = wordsIn({ ...draft, description: draft.description || 'Read reports' });
    const body = apiBodyOf(changesIn(words, isFixed));
    const call = known
      ? { method: 'PATCH', path: `/v1${path}`, body }
      : { method: 'POST', path: `/v1${SCOPES_PATH}`, body: { name: draft.name || 'read:reports', ...body } };
    return this.pages.adminScope({
      shell: this.desk.shell(visitor, SCOPES_PATH, query),
      api: [call],
      form: this.desk.form(visitor, path, { sensitive: true }),
      errors,
      draft,
      version: known?.version ?? null,
      isFixed,
    });
  }
}
