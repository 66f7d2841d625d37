import type { HostRun } from "../host-run.ts";
import { Meeting } from "../places/meeting.ts";
import type { Slots } from "../places/slots.ts";

/** Where hosts that go through a play at their own pace meet, if a task makes them wait: one meeting for each part of the play. */
export class Meetings {
  readonly #members: readonly HostRun[];
  readonly #slots: Slots;
  readonly #byPart = new Map<string, Meeting>();
  readonly #left = new Set<HostRun>();

  constructor(members: readonly HostRun[], slots: Slots) {
    this.#members = members;
    this.#slots = slots;
  }

  at(part: string): Meeting {
    const known = this.#byPart.get(part);
    if (known) return known;
    const meeting = new Meeting(this.#members, this.#slots);
    for (const run of this.#left) meeting.leave(run);
    this.#byPart.set(part, meeting);
    return meeting;
  }

  /** A host comes to no further part. */
  leave(run: HostRun): void {
    this.#left.add(run);
    for (const meeting of this.#byPart.values()) meeting.leave(run);
  }
}
