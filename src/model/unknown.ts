/** A value that check mode cannot know, and the reason. It propagates and is never guessed. */
export class Unknown {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }

  toJSON(): { unknown: string } {
    return { unknown: this.reason };
  }
}
