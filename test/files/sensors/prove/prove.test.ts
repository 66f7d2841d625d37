import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect } from "chai";
import { prove } from "../../../../files/sensors/prove/prove.ts";

const LINE = 'Partition:0\tOffset:5\tinjected:outlier\tk\t{"seq":0}';
const RECORD = {
  topic: "raw_sensors",
  partition: 0,
  offset: 5,
  key: "k",
  value: '{"seq":0}',
  headers: { injected: "outlier" },
};

describe("sensors/prove/prove", () => {
  let folder = "";
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "prove-"))));
  afterEach(() => rm(folder, { recursive: true }));

  async function run(journal: object, consumed: string): Promise<{ exit: number; lines: string[] }> {
    const file = join(folder, "j");
    await writeFile(file, `${JSON.stringify(journal)}\n`);
    const lines: string[] = [];
    const exit = await prove([file], Readable.from([consumed]), (line) => lines.push(line));
    return { exit, lines };
  }

  it("ends with 0 if the journal and the topic agree", async () => {
    expect(await run(RECORD, `${LINE}\n`)).to.deep.equal({ exit: 0, lines: ["1 records read, 0 differences"] });
  });

  it("lists the differences and ends with 1", async () => {
    const { exit, lines } = await run({ ...RECORD, offset: 6 }, `${LINE}\n`);
    expect(exit).to.equal(1);
    expect(lines.map((line) => line.split(":")[0])).to.deep.equal([
      "extra",
      "missing",
      "1 records read, 2 differences",
    ]);
  });

  it("ends with 2 after a line that is not in the console consumer's format", async () => {
    const { exit, lines } = await run(RECORD, "k\tv\n");
    expect({ exit, lines }).to.deep.equal({
      exit: 2,
      lines: ["not a record in the console consumer's format: k\tv"],
    });
  });

  it("ends with 2 without a journal", async () => {
    expect(await prove([], Readable.from([]), () => undefined)).to.equal(2);
  });
});
