import { Html, html } from './html';

const icon = (path: string): Html =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2">${new Html(path)}</svg>`;

export const ARCH = icon(
  '<path d="M4 21V9a8 8 0 0 1 16 0v12"/><path d="M9 21v-9a3 3 0 0 1 6 0v9"/><path d="M2 21h20"/>',
);

/** One picture for each risk of a scope; the words beside it say the same. */
export const RISK_ICONS = {
  read: icon('<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12Z"/><circle cx="12" cy="12" r="3"/>'),
  write: icon('<path d="M4 20h4L19 9l-4-4L4 16v4Z"/>'),
  danger: icon('<path d="M12 3 2 20h20L12 3Z"/><path d="M12 10v4"/><path d="M12 17.5v.5"/>'),
} as const;
