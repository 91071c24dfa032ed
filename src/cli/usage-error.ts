/** The command cannot be understood. The message names what was seen and what is expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
