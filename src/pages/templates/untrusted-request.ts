import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { errorPage } from './messages';

/** A sign-in request that cannot be answered to anybody: its client or its address is not to be trusted. */
export interface UntrustedRequestView {
  /** What is wrong, in English, for the app's developer. */
  what: string;
  clientId: string | null;
  /** The redirect URI as it was sent. */
  sent: string | null;
  /** For the owner of the app and for administrators only; null for everybody else. */
  owned: { registered: string[]; addHref: string | null } | null;
  requestId: string;
  at: Date;
}

/** Stops the person here, and helps the app's developer to find the difference. */
export function untrustedRequestPage(kit: PageKit, view: UntrustedRequestView): Html {
  const { what, clientId, sent, owned, requestId, at } = view;
  const nearest = sent && owned ? nearestTo(sent, owned.registered) : null;
  const shownSent: Part =
    sent && nearest ? html`<code>${markDifference(sent, nearest)}</code>` : (sent ?? '(no redirect_uri)');
  const registered = owned?.registered.map(
    (uri) => html`<code>${sent && uri === nearest ? markDifference(uri, sent) : uri}</code><br>`,
  );
  const add = owned?.addHref && html`<a href="${kit.at(owned.addHref)}">${kit.t('error.addUri')}</a>`;
  return errorPage(kit, {
    title: kit.t('error.badLink.title'),
    text: kit.t('error.badLink.text'),
    facts: [
      ['error', 'invalid_request'],
      ['what', what],
      ['client_id', clientId ?? '(none)'],
      ['sent', shownSent],
      ...(registered ? [['registered', html`${registered}${add}`] as [string, Part]] : []),
    ],
    next: { label: kit.t(owned ? 'error.toAccount' : 'action.home'), href: '/' },
    requestId,
    at,
  });
}

/** The text, with the part marked in which it differs from another. */
export function markDifference(text: string, other: string): Html {
  const [start, end] = commonEnds(text, other);
  const middle = text.slice(start, text.length - end);
  return html`${text.slice(0, start)}${middle !== '' && html`<mark>${middle}</mark>`}${text.slice(text.length - end)}`;
}

/** How many characters two texts have in common at the beginning, and how many of the rest at the end. */
function commonEnds(a: string, b: string): [start: number, end: number] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [start, end];
}

/** The one that has most in common with the text. */
function nearestTo(text: string, candidates: readonly string[]): string | null {
  const likeness = (candidate: string) => {
    const [start, end] = commonEnds(text, candidate);
    return start + end - Math.abs(text.length - candidate.length) / 1000;
  };
  return [...candidates].sort((a, b) => likeness(b) - likeness(a))[0] ?? null;
}
