import type { ScopeDefinition } from '../scopes/domain/scope';

/** What every form carries to prove that we made it for this browser. */
interface FormView {
  action: string;
  csrf: string;
}

export interface SignInView extends FormView {
  /** Names the request that goes on after the sign-in; null: the start page. */
  txn: string | null;
  /** Signed text that names the page to go back to, or null. */
  next: string | null;
  /** The app that the person is on the way to, or null. */
  appName: string | null;
  email: string;
  /** What went wrong with the last try, or null. */
  error: string | null;
}

export interface ConsentView extends FormView {
  txn: string;
  appName: string;
  /** Host of the redirect URI, or its scheme where it has no host. */
  destination: string;
  /** Address of the app's site, or null where the redirect URI shows none. */
  site: string | null;
  user: { name: string; email: string };
  /** Not allowed before. */
  newScopes: ScopeDefinition[];
  /** Allowed before, and asked for again. */
  knownScopes: ScopeDefinition[];
  /** Where "Not you?" posts to. */
  switchUserAction: string;
  /** Whether it gets a refresh token. */
  offline: boolean;
}

export interface ReturningView {
  appName: string;
  /** The whole address, with the answer in it. */
  location: string;
  destination: string;
}

export interface MessageView {
  title: string;
  text: string;
  /** A command to copy, in a box of its own. */
  code?: string;
  next: { label: string; href: string } | null;
}

export interface ErrorView extends MessageView {
  requestId: string;
  at: Date;
  /** For the app's developer, folded in: label and value. */
  facts: [label: string, value: string][];
}

export interface SignOutView extends FormView {
  user: { name: string; email: string };
}

export interface HomeView {
  user: { name: string; email: string } | null;
  /** Words and links for developers; not in production. */
  developer: boolean;
  signOut: FormView | null;
}
