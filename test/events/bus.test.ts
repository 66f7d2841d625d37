import { expect } from "chai";
import { createBus } from "../../src/events/bus.ts";
import type { Event } from "../../src/events/event.ts";
import { createMask } from "../../src/events/mask.ts";

const play = (name: string): Event => ({ event: "play_start", play: name, hosts: [] });

describe("events/bus", () => {
  it("masks events before they reach a listener", () => {
    const mask = createMask();
    mask.add("hunter22");
    const received: Event[] = [];
    const bus = createBus(mask);
    bus.subscribe((event) => received.push(event));
    bus.emit(play("with hunter22"));
    expect(received).to.deep.equal([play("with ********")]);
  });

  it("calls listeners in the order of their subscription", () => {
    const received: string[] = [];
    const bus = createBus(createMask());
    bus.subscribe(({ event }) => received.push(`first ${event}`));
    bus.subscribe(({ event }) => received.push(`second ${event}`));
    bus.emit(play("a"));
    expect(received).to.deep.equal(["first play_start", "second play_start"]);
  });

  it("goes on without a listener that fails", () => {
    const received: string[] = [];
    const bus = createBus(createMask());
    bus.subscribe(() => {
      throw new TypeError("a defect");
    });
    bus.subscribe(({ event }) => received.push(event));
    bus.emit(play("a"));
    bus.emit(play("b"));
    expect(received).to.deep.equal(["play_start", "play_start"]);
    expect(bus.failure()).to.be.instanceOf(TypeError);
  });

  it("delivers an event that a listener emits after the current one", () => {
    const received: unknown[] = [];
    const bus = createBus(createMask());
    bus.subscribe((event) => {
      if (event.event === "play_start") bus.emit({ event: "run_start", check: false, playbooks: [] });
    });
    bus.subscribe(({ event }) => received.push(event));
    bus.emit(play("a"));
    expect(received).to.deep.equal(["play_start", "run_start"]);
  });
});
