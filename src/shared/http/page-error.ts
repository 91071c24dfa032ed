/** A refusal that a person reads as a page. `detail` goes to the log only. */
export class PageError extends Error {
  override readonly name = 'PageError';

  constructor(
    readonly status: number,
    readonly title: string,
    readonly explanation: string,
    readonly next: { label: string; href: string } | null = null,
    readonly detail?: string,
  ) {
    super(title);
  }

  /** The CSRF token, the origin or the transaction of a form does not fit. */
  static staleForm(detail: string, next: PageError['next'] = null): PageError {
    return new PageError(
      403,
      'This page is too old',
      'This page was already sent or is too old. Nothing was changed. Go back, reload the page and try again.',
      next,
      detail,
    );
  }

  static notFound(): PageError {
    return new PageError(
      404,
      'There is nothing here',
      'The address may be mistyped, or the page has moved.',
      {
        label: 'Go to the start page',
        href: '/',
      },
    );
  }
}
