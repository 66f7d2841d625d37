import { expect } from "chai";
import type { Event, Status } from "../../src/events/event.ts";
import { createTally } from "../../src/run/tally.ts";
import { FAULT, RESULT } from "../events/samples.ts";

const STATUSES: readonly Status[] = ["ok", "changed", "skipped", "failed", "interrupted", "unreachable", "unknown"];

describe("run/tally", () => {
  it("has sums that equal the events of each host, whatever they are", () => {
    const tally = createTally();
    const events = Array.from({ length: 500 }, (_, index) => resultOf(index));
    for (const event of events) tally.add(event);
    for (const host of ["h0", "h1", "h2"]) {
      const own = events.filter((event) => event.host === host);
      const expected = Object.fromEntries(
        STATUSES.map((status) => [
          status,
          own.filter((event) => event.status === status && !event.ignored && !event.rescued).length,
        ]),
      );
      const caught = { ignored: own.filter(({ ignored }) => ignored), rescued: own.filter(({ rescued }) => rescued) };
      const counts = tally.countsOf(host);
      expect(counts).to.deep.equal({
        ...expected,
        ignored: caught.ignored.length,
        rescued: caught.rescued.length,
      });
      expect(Object.values(counts).reduce((sum, count) => sum + count)).to.equal(own.length);
    }
  });

  it("counts a host that is lost outside a task, and a refusal by sudo as a failure", () => {
    const tally = createTally();
    tally.add({ event: "host_unreachable", host: "gone", fault: { ...FAULT, code: "connection/refused" } });
    tally.add({ event: "host_unreachable", host: "refused", fault: { ...FAULT, code: "shell/sudo-refused" } });
    expect(tally.countsOf("gone")).to.include({ unreachable: 1, failed: 0 });
    expect(tally.countsOf("refused")).to.include({ unreachable: 0, failed: 1 });
    expect(tally.countsOf("silent")).to.include({ ok: 0 });
  });
});

/** Some result of one of three hosts, different for each number. */
function resultOf(number: number): Extract<Event, { event: "task_result" }> {
  const status = STATUSES[(number * 7 + (number % 5)) % STATUSES.length] ?? "ok";
  const caught = [{}, { ignored: true as const }, { rescued: true as const }][number % 3];
  return { ...RESULT, host: `h${String(Math.floor(number / 3) % 3)}`, status, ...(status === "failed" && caught) };
}
