const HIDDEN = '[hidden]';

/** What our own secrets, JWTs, credentials in headers, forms and addresses look like, in any text. */
const SECRETS: [form: RegExp, instead: string][] = [
  [/\b([a-z](?:pat|rt|at|cs|ac|ln)_)[0-9A-Za-z]{6,}/g, `$1${HIDDEN}`],
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[\w~+/.=-]{6,}/gi, `$1 ${HIDDEN}`],
  [
    /\b(password|client_secret|secret|token|(?:access|refresh|id)_token|code|code_verifier|csrf|state|txn)=[^&\s"']+/gi,
    `$1=${HIDDEN}`,
  ],
  [/:\/\/[^\s/:@]+:[^\s/@]+@/g, `://${HIDDEN}@`],
];

const SECRET_NAMES =
  /^(?:password|.*_?secret|.*_?token|code_verifier|authorization|cookie|set-cookie|csrf|parameters|query)$/i;
const DEEPEST = 4;

/** A text without what could be used by whoever reads it. */
export const redactText = (text: string): string =>
  SECRETS.reduce((rest, [form, instead]) => rest.replace(form, instead), text);

/** The same for everything in an object; members that are named like secrets are hidden whole. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      /string|object/.test(typeof member) && SECRET_NAMES.test(name) ? HIDDEN : redact(member, depth + 1),
    ]),
  );
}
