import { type FieldError, fieldError } from './problem';

/**
 * What draws nothing or turns the writing direction, so that one name looks like another: controls, format characters
 * (zero-width ones too), letters that are blank, halves of surrogate pairs, line ends, and what has no meaning (yet).
 * Joiners are among them, although some emoji and languages use them: nobody sees whether they are there.
 */
const NOT_IN_A_LINE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/u;

const isWithin = (text: string, max: number) => text.trim().length > 0 && text.trim().length <= max;

/** Whether a text can stand for people to read in one line, such as a name; blanks around it do not count. */
export const isLine = (text: string, max = 100): boolean =>
  isWithin(text, max) && !NOT_IN_A_LINE.test(text.trim());

/** What is wrong with a name. */
export function nameFaults(name: string, max = 100): FieldError[] {
  if (!isWithin(name, max)) return [fieldError('/name', 'length', 'fault.length', { min: 1, max })];
  return isLine(name, max) ? [] : [fieldError('/name', 'character_not_allowed', 'fault.name.invisible')];
}
