import type { Message, MessageKey, Values, WithoutEnding } from '../../locales/words';

/** The beginning of two messages: `<key>.title` and `<key>.text`. */
export type PageErrorKey = WithoutEnding<MessageKey, 'title'> & WithoutEnding<MessageKey, 'text'>;

/** Where the person may go on. */
export interface NextStep {
  label: MessageKey;
  href: string;
}

/** What a page error may say beside its words. */
interface PageErrorMore {
  values?: Values;
  next?: NextStep;
  headers?: Record<string, string>;
  /** For the log only. */
  detail?: string;
}

/** A refusal that a person reads as a page, in their language. `detail` goes to the log only. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly title: Message;
  readonly text: Message;
  readonly next: NextStep | null;
  readonly headers: Record<string, string>;
  readonly detail: string | undefined;

  constructor(
    readonly status: number,
    words: PageErrorKey,
    { values = {}, next, headers, detail }: PageErrorMore = {},
  ) {
    super(words);
    this.title = { key: `${words}.title` as MessageKey, values };
    this.text = { key: `${words}.text` as MessageKey, values };
    this.next = next ?? null;
    this.headers = headers ?? {};
    this.detail = detail;
  }

  /** The CSRF token, the origin or the transaction of a form does not fit. */
  static staleForm(detail: string, next?: NextStep): PageError {
    return new PageError(403, 'error.staleForm', { detail, ...(next && { next }) });
  }

  static notFound(): PageError {
    return new PageError(404, 'error.notFound');
  }
}
