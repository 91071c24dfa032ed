import { HttpException } from '@nestjs/common';
import { StaleLinkError } from '../accounts/application/stale-link-error';
import { StaleRequestError } from '../authorization/application/waiting-room';
import { UntrustedRequestError } from '../authorization/domain/untrusted-request-error';
import { isUnavailable } from '../database/retry';
import { SigningBusyError } from '../keys/domain/jws';
import { OAuthError } from '../shared/domain/oauth-error';
import { TooBusyError } from '../shared/application/turns';
import { Problem, type ProblemSlug } from '../shared/domain/problem';
import type { LinkPurpose } from '../one-time-links/domain/one-time-link';
import { type NextStep, PageError, type PageErrorKey } from '../shared/http/page-error';

/** Errors that we expect, and may speak about. */
export type KnownError = OAuthError | Problem | PageError | UntrustedRequestError;

const SLUGS: Record<number, ProblemSlug> = {
  400: 'malformed-request',
  401: 'unauthenticated',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'payload-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'rate-limited',
  431: 'headers-too-large',
  503: 'unavailable',
};

const DETAILS: Partial<Record<ProblemSlug, string>> = {
  'malformed-request': 'The body is not well-formed.',
  'not-found': 'There is nothing at this address.',
  'payload-too-large': 'The request is too large.',
  'uri-too-long': 'The address is too long.',
  'headers-too-large': 'There are too many headers.',
  'unsupported-media-type': 'This kind of content is not read here.',
  unavailable: 'The server cannot answer right now. Try again in a few seconds.',
};

/** What a link was for, and how to get another one. */
const STALE_LINKS: Record<LinkPurpose, [words: PageErrorKey, more: { next?: NextStep }]> = {
  setup: ['error.linkSetup', {}],
  'password-reset': ['error.linkReset', { next: { label: 'signIn.title', href: '/login' } }],
  'email-verification': ['error.linkVerify', { next: { label: 'signIn.title', href: '/login' } }],
  'sign-up': ['error.linkSignUp', { next: { label: 'signIn.signUp', href: '/signup' } }],
  invitation: ['error.linkInvite', { next: { label: 'signIn.title', href: '/login' } }],
};

const isBusy = (error: unknown) => error instanceof TooBusyError || error instanceof SigningBusyError;

/** Whatever was thrown as an error that we may speak about; null for everything else, of which nothing is told. */
export function classifyError(error: unknown): KnownError | null {
  if (error instanceof OAuthError || error instanceof Problem) return error;
  if (error instanceof PageError || error instanceof UntrustedRequestError) return error;
  if (error instanceof StaleRequestError) return staleRequest(error);
  if (error instanceof StaleLinkError) return new PageError(410, ...STALE_LINKS[error.purpose]);
  if (isBusy(error) || isUnavailable(error)) {
    return new Problem('unavailable', DETAILS.unavailable!, {
      headers: { 'Retry-After': '5' },
      cause: error,
    });
  }
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown })?.statusCode;
  const slug = typeof status === 'number' ? SLUGS[status] : undefined;
  return slug ? new Problem(slug, DETAILS[slug] ?? 'The request cannot be answered.') : null;
}

/** A request that has waited too long can be started again; of any other there is nothing left. */
function staleRequest({ restart }: StaleRequestError): PageError {
  const detail = 'the transaction is over, unknown or not theirs';
  if (restart === null) return PageError.staleForm(detail);
  const href = `/login/again?txn=${encodeURIComponent(restart)}`;
  return new PageError(400, 'error.tookTooLong', { detail, next: { label: 'action.startAgain', href } });
}
