import { interceptLog, writeOutLog } from '../support/stdout';

/** Keeps what a server in this process writes to its log. */
export class LogCapture {
  private readonly chunks: string[] = [];
  readonly stop = interceptLog((text) => this.chunks.push(text));

  /** Everything until now. */
  get text(): string {
    writeOutLog();
    return this.chunks.join('');
  }
}
