/** As wide as the columns of folded beginnings: folding can make a text longer. */
const BEGINNING = 100;

/** The one rule by which texts are compared that people type: outer blanks off, compatibility forms unified, lower case. */
export const folded = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

/** What a text is found and sorted by: its first 100 characters, folded. */
export const foldedBeginning = (text: string): string => [...folded(text)].slice(0, BEGINNING).join('');
