import { Problem } from './problem';

/** The versions of a resource that a caller agrees to change (RFC 9110 §13.1.1). */
export class Precondition {
  /** Whatever the version is. */
  static readonly none = new Precondition(null);

  /** @param versions null: any */
  constructor(private readonly versions: readonly number[] | null) {}

  /** @throws Problem `version-mismatch` */
  requireMatch(version: number): void {
    if (this.versions === null || this.versions.includes(version)) return;
    throw new Problem(
      'version-mismatch',
      'This is not the version that you have read. Read it again, then repeat the change.',
      { words: { key: 'fault.changedMeanwhile' } },
    );
  }
}
