/** A value that check mode cannot know, and the reason why. It is passed on, never guessed. */
export class Unknown {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }

  toJSON(): { unknown: string } {
    return { unknown: this.reason };
  }
}
