/** Keeps what a server in this process writes to its log, which is stdout, instead of showing it. Begin before the server. */
export class LogCapture {
  private readonly chunks: string[] = [];
  private readonly original = process.stdout.write;

  constructor() {
    process.stdout.write = ((chunk: string | Uint8Array) => {
      this.chunks.push(String(chunk));
      return true;
    }) as typeof process.stdout.write;
  }

  get text(): string {
    return this.chunks.join('');
  }

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '');
  }

  stop(): void {
    process.stdout.write = this.original;
  }
}
