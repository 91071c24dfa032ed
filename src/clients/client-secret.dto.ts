import { IsFlag, IsWholeNumber, MayBeAbsent } from '../shared/http/fields';

const YEARS_S = 315_360_000;
const MAX_OVERLAP_S = 7_776_000;

/** The body of POST …/secrets. */
export class AddSecretDto {
  /** Seconds. */
  @MayBeAbsent()
  @IsWholeNumber(1, YEARS_S)
  expires_in?: number;
}

/** The body of POST …/secrets/rotate. */
export class RotateSecretDto {
  /** Seconds that the former secret still works. */
  @MayBeAbsent()
  @IsWholeNumber(0, MAX_OVERLAP_S)
  previous_expires_in?: number;

  /** Ends the older one where two live. */
  @MayBeAbsent()
  @IsFlag()
  force?: boolean;
}
