/** Thrown where a page cannot be shown yet: the browser goes elsewhere first. `location` is a path of ours. */
export class PageRedirect extends Error {
  override readonly name = 'PageRedirect';

  constructor(readonly location: string) {
    super(location);
  }
}
