import { expect } from "chai";
import { journalLine } from "../../../../files/sensors/journal/journal-line.ts";
import { describeDifference, proveJournal } from "../../../../files/sensors/prove/proof.ts";
import type { Placed } from "../../../../files/sensors/readings/record.ts";

function record(key: string, partition: number, offset: number): Placed {
  return { topic: "raw_sensors", partition, offset, key, value: `{"sensor":"${key}","seq":${offset}}` };
}

const TOPIC = [record("b", 0, 0), record("a", 1, 0), record("a", 1, 1), record("b", 0, 1), record("a", 1, 2)];
const JOURNAL = TOPIC.map(journalLine).map((line) => line.trimEnd());

function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at);
}

describe("sensors/prove/proof", () => {
  it("finds nothing if the topic has all records, in any order", () => {
    expect(proveJournal([...JOURNAL, ""], TOPIC.toReversed())).to.deep.equal([]);
    expect(proveJournal([], [])).to.deep.equal([]);
  });

  it("finds each lost record", () => {
    TOPIC.forEach((lost, at) => {
      expect(proveJournal(JOURNAL, without(TOPIC, at))).to.deep.equal([
        { kind: "missing", key: lost.key, record: lost },
      ]);
    });
  });

  it("finds each duplicated or unexpected record", () => {
    TOPIC.forEach((unexpected, at) => {
      const extra = { kind: "extra", key: unexpected.key, record: unexpected };
      expect(proveJournal(without(JOURNAL, at), TOPIC)).to.deep.equal([extra]);
    });
    const again = { ...record("a", 1, 2), offset: 3 };
    expect(proveJournal(JOURNAL, [...TOPIC, again])).to.deep.equal([{ kind: "extra", key: "a", record: again }]);
  });

  it("finds a record whose key, value or headers differ from the acknowledged ones", () => {
    const [first, ...others] = TOPIC as [Placed, ...Placed[]];
    for (const change of [{ key: "c" }, { key: null }, { value: "{}" }, { headers: { injected: "outlier" } }]) {
      const found = { ...first, ...change };
      const differing = { kind: "differing", key: first.key, record: first, found };
      expect(proveJournal(JOURNAL, [found, ...others])).to.deep.equal([differing]);
    }
  });

  it("finds two records of one key that have swapped offsets", () => {
    const swapped = TOPIC.map((each) => (each.key === "a" ? { ...each, offset: 2 - each.offset } : each));
    const kinds = proveJournal(JOURNAL, swapped).map(({ kind }) => kind);
    expect(kinds).to.deep.equal(["differing", "differing"]);
  });

  it("finds an offset that one side lists twice", () => {
    const [first] = TOPIC as [Placed];
    const twice = (side: string) => [{ kind: "repeated", key: "b", record: first, side }];
    expect(proveJournal([...JOURNAL, JOURNAL[0] ?? ""], TOPIC)).to.deep.equal(twice("journal"));
    expect(proveJournal(JOURNAL, [...TOPIC, first])).to.deep.equal(twice("topic"));
  });

  it("reports an unreadable line, and its record as extra", () => {
    const torn = JOURNAL.with(-1, '{"topic":"raw');
    const [unreadable, extra] = proveJournal(torn, TOPIC);
    expect(unreadable).to.deep.equal({ kind: "unreadable", line: 5, text: '{"topic":"raw' });
    expect(extra).to.include({ kind: "extra", key: "a" });
  });

  it("groups by key, in order of offset", () => {
    const places = proveJournal(JOURNAL, []).map((difference) => {
      if (difference.kind === "unreadable") return "";
      return `${String(difference.key)}${difference.record.offset}`;
    });
    expect(places).to.deep.equal(["a0", "a1", "a2", "b0", "b1"]);
  });

  it("ignores the order of headers", () => {
    const one = { ...record("a", 0, 0), headers: { x: "1", y: "2" } };
    expect(proveJournal([journalLine(one)], [{ ...one, headers: { y: "2", x: "1" } }])).to.deep.equal([]);
  });

  it("describes every kind in one line", () => {
    const [first] = TOPIC as [Placed];
    const found = { ...first, value: "x" };
    const lines = [
      ...proveJournal(JOURNAL.slice(0, 1), []),
      ...proveJournal([], TOPIC.slice(0, 1)),
      ...proveJournal(JOURNAL.slice(0, 1), [found]),
      ...proveJournal(["?", JOURNAL[0] ?? "", JOURNAL[0] ?? ""], [first]),
    ].map(describeDifference);
    expect(lines.map((line) => line.split(/[:{]/)[0])).to.deep.equal([
      "missing",
      "extra",
      "differing",
      "unreadable",
      "repeated in the journal",
    ]);
  });
});
