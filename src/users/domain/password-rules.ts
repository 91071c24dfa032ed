import type { Message } from '../../locales/words';

export const MAX_PASSWORD_BYTES = 1024;

/** Words that are guessed first, in any spelling with digits around them. */
const COMMON =
  /^(?:password|passwort|qwerty|letmein|welcome|admin|administrator|iloveyou|monkey|dragon|football|changeme|secret|abc|test|demo|login|master|hello|sunshine|princess)+[\d\W_]*$/i;

/** What the rules compare a password with, beside its length. */
interface PasswordContext {
  email: string;
  name: string;
  appName: string;
  minLength: number;
}

/**
 * Says why a password cannot be used, in words for the person who chose it; null when it is fine.
 *
 * Length and guessability only, no composition rules (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2).
 */
export function passwordFault(password: string, context: PasswordContext): Message | null {
  const length = [...password].length;
  if (length < context.minLength) return { key: 'fault.password.short', values: { min: context.minLength } };
  if (Buffer.byteLength(password) > MAX_PASSWORD_BYTES)
    return { key: 'fault.password.bytes', values: { max: MAX_PASSWORD_BYTES } };
  if (new Set(password.toLowerCase()).size < 5) return { key: 'fault.password.few' };
  if (COMMON.test(password)) return { key: 'fault.password.common' };
  const lower = password.toLowerCase();
  const own = [context.email, context.email.split('@')[0]!, context.name, context.appName].map((word) =>
    word.toLowerCase(),
  );
  const rest = own.filter((word) => word.length > 2).reduce((left, word) => left.replaceAll(word, ''), lower);
  // Nothing of its own is left but digits and punctuation, however often the words are repeated.
  return rest !== lower && !/\p{L}/u.test(rest) ? { key: 'fault.password.own' } : null;
}
