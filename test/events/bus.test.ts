import { expect } from "chai";
import { createBus } from "../../src/events/bus.ts";
import type { Event } from "../../src/events/event.ts";
import { createMask } from "../../src/events/mask.ts";

const play = (name: string): Event => ({ event: "play_start", play: name, hosts: [] });

describe("bus", () => {
  it("masks before anyone listens", () => {
    const mask = createMask();
    mask.add("hunter22");
    const seen: Event[] = [];
    const bus = createBus(mask);
    bus.subscribe((event) => seen.push(event));
    bus.emit(play("with hunter22"));
    expect(seen).to.deep.equal([play("with ********")]);
  });

  it("tells listeners in the order in which they came", () => {
    const seen: string[] = [];
    const bus = createBus(createMask());
    bus.subscribe(({ event }) => seen.push(`first ${event}`));
    bus.subscribe(({ event }) => seen.push(`second ${event}`));
    bus.emit(play("a"));
    expect(seen).to.deep.equal(["first play_start", "second play_start"]);
  });

  it("finishes one event before it begins another that a listener emits", () => {
    const seen: unknown[] = [];
    const bus = createBus(createMask());
    bus.subscribe((event) => {
      if (event.event === "play_start") bus.emit({ event: "run_start", check: false, playbooks: [] });
    });
    bus.subscribe(({ event }) => seen.push(event));
    bus.emit(play("a"));
    expect(seen).to.deep.equal(["play_start", "run_start"]);
  });
});
