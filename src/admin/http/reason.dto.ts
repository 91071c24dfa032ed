import { IsText, MayBeAbsent } from '../../shared/http/fields';

/** The body of acts that may say why, for the audit log. */
export class ReasonDto {
  @MayBeAbsent()
  @IsText(500)
  reason?: string;
}
