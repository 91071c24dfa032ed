/** Whether the server ends: it answers on, but asks to be sent nothing more. */
export class Life {
  private ending = false;

  get isEnding(): boolean {
    return this.ending;
  }

  end(): void {
    this.ending = true;
  }
}
