import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readJournalLine } from "../../../../files/sensors/journal/journal-line.ts";
import { openJournal } from "../../../../files/sensors/journal/journal.ts";
import { place } from "../../../../files/sensors/readings/record.ts";

describe("sensors/journal/journal", () => {
  let folder = "";
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "journal-"))));
  afterEach(() => rm(folder, { recursive: true }));

  function records(partition: number, count: number) {
    const batch = Array.from({ length: count }, (_, at) => ({ key: `k${partition}`, value: String(at), timestamp: 0 }));
    return place("t", partition, 0, batch);
  }

  async function lines(file: string): Promise<string[]> {
    return (await readFile(file, "utf8")).split("\n");
  }

  it("has written a batch when append resolves", async () => {
    const file = join(folder, "j");
    const journal = await openJournal(file);
    await journal.append(records(0, 3));
    expect(await lines(file)).to.have.length(4);
    await journal.close();
  });

  it("keeps concurrently appended batches of any size whole and in order", async () => {
    const file = join(folder, "j");
    const journal = await openJournal(file);
    const long = "x".repeat(100_000);
    for (let partition = 0; partition < 6; partition++) {
      void journal.append(records(partition, 10).map((record) => ({ ...record, value: long })));
    }
    await journal.close();
    const read = (await lines(file)).slice(0, -1).map((line) => readJournalLine(line));
    const places = read.map((record) => (record === undefined ? NaN : record.partition * 10 + record.offset));
    expect(places).to.deep.equal([...Array(60).keys()]);
  });

  it("appends to an existing file, and terminates an incomplete line first", async () => {
    const file = join(folder, "j");
    await writeFile(file, '{"whole":1}\n{"topic":"ra');
    const journal = await openJournal(file);
    await journal.append(records(0, 1));
    await journal.close();
    const [whole, torn, added, end] = await lines(file);
    expect([whole, torn, end]).to.deep.equal(['{"whole":1}', '{"topic":"ra', ""]);
    expect(added).to.include('"offset":0');
  });

  it("rejects if it cannot write", async () => {
    const failure = await openJournal(join(folder, "missing", "j")).catch((error: unknown) => error);
    expect(failure).to.include({ code: "ENOENT" });
  });
});
