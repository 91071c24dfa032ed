/** Controls, halves of surrogate pairs, line ends, and what turns the writing direction. */
const NOT_IN_A_LINE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Whether a text can stand for people to read in one line, such as a name; blanks around it do not count. */
export function isLine(text: string, max = 100): boolean {
  const line = text.trim();
  return line.length > 0 && line.length <= max && !NOT_IN_A_LINE.test(line);
}
