import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What a run has found so far, in a file, so that an interrupted one can go on. */
export class Progress {
  constructor(file, { resume }) {
    this.file = file;
    const kept = resume && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
    this.state = kept ?? { scenarios: {}, races: {} };
  }

  has(id) {
    return id in this.state.scenarios;
  }

  keep(id, result) {
    this.state.scenarios[id] = result;
    writeFileSync(this.file, JSON.stringify(this.state));
  }

  finish() {
    rmSync(this.file, { force: true });
  }
}
