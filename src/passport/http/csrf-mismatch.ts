/** The request does not carry the token that scripts of our own pages have. */
export class CsrfMismatch extends Error {
  override readonly name = 'CsrfMismatch';
}
