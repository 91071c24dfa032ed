/** The demo does not start here; the message says why and what to do. */
export class DemoRefusedError extends Error {
  override readonly name = 'DemoRefusedError';
}
