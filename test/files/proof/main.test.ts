import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { queryDruid, queryRows } from "../../../files/proof/query-druid.ts";
import { readCommandLine } from "../../../files/proof/command-line.ts";
import type { Consumed } from "../../../files/proof/consumed.ts";
import { readDump } from "../../../files/proof/dump-file.ts";
import type { Topics } from "../../../files/proof/prove.ts";
import { faultlessTopics } from "./pipeline.ts";

const MAIN = join(import.meta.dirname, "..", "..", "..", "files", "proof", "main.js");

function dump(records: readonly Consumed[]): string {
  return records
    .map(({ partition, offset, headers, key, value }) => {
      const labels = Object.entries(headers).map(([name, text]) => `${name}:${text}`);
      const fields = [labels.join("\u001d") || "NO_HEADERS", key ?? "\u001a", value ?? "\u001a"];
      return `Partition:${partition}\u001fOffset:${offset}\u001f${fields.join("\u001f")}\u001e`;
    })
    .join("");
}

describe("proof/main", function () {
  this.timeout(20_000);
  let folder: string;
  let topics: Topics;
  const file = (name: string) => join(folder, name);
  const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
  const files = () => ["raw", "clean", "stats", "malformed"].flatMap((name) => [`--${name}`, file(name)]);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "proof-"));
    topics = faultlessTopics();
    for (const [name, records] of Object.entries(topics)) {
      writeFileSync(file(name), dump(records as readonly Consumed[]));
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  it("prints a table and ends with 0 if everything agrees", () => {
    const { status, stdout } = run(...files());
    expect(stdout).to.match(/^ok +clean_sensors, record by record +\d+ records, sum/m);
    expect(stdout).to.match(/precision \d\.\d{4}, recall \d\.\d{4}, false alarms/);
    expect(stdout).to.match(/\nproved\n$/);
    expect(status).to.equal(0);
  });

  it("ends with 1 and reports expected and actual records with hints if not", () => {
    writeFileSync(file("duplicated"), dump([...topics.clean.slice(0, 1), ...topics.clean]));
    const { status, stdout } = run(...files(), "--clean", file("duplicated"));
    expect(stdout).to.match(/^FAILED +clean_sensors/m);
    expect(stdout).to.match(/expected once \(clean\)\n +actual {3}2 times\n/);
    expect(stdout).to.contain("hint: check whether the job was restarted");
    expect(status).to.equal(1);
  });

  it("treats windows that end after a given time as open", () => {
    const ends = topics.stats.map(({ value }) => (JSON.parse(value ?? "") as { window_end: number }).window_end);
    const until = String(ends.sort((a, b) => a - b).at(-2));
    const { status, stdout } = run(...files(), "--until", until, "--least-windows", "1", "--least-outliers", "1");
    expect(stdout).to.match(new RegExp(`ok +enough to prove .*${ends.length - 1} closed windows`));
    expect(status).to.equal(0);
  });

  it("ends with 2 if the input is incomplete", () => {
    writeFileSync(file("cut"), "Partition:0\u001fOffs");
    for (const args of [[], [...files(), "--raw", file("none")], [...files(), "--raw", file("cut")]]) {
      expect(run(...args)).to.include({ status: 2, stdout: "" });
    }
  });

  it("ends with 3 and says why if a part cannot be proved", () => {
    const few = run(...files(), "--least-windows", "9", "--note", "windows before noon");
    expect(few.stdout).to.match(/^WARNING +enough to prove/m);
    expect(few.stdout).to.match(
      /\nnot proved: windows before noon\nnot proved: only 3 closed windows.*\nproved, except/,
    );
    expect(few.status).to.equal(3);
  });

  it("knows the filters in a folder, and where the topics were read from", () => {
    const filters = file("filters");
    mkdirSync(filters);
    const named = { "filter-window": 31, threshold: 6, "warm-up": 10, "mad-floor": 0.01, "lateness-seconds": 10 };
    writeFileSync(join(filters, "one.json"), JSON.stringify({ ...named, "state-ttl-hours": 168 }));
    const changed = run(...files(), "--threshold", "3");
    expect(changed.stdout).to.match(/\nnot proved: the verdicts on \d+ readings .* filter ee90e46d decided them/);
    expect(changed.status).to.equal(3);
    expect(run(...files(), "--threshold", "3", "--filters", filters)).to.include({ status: 0 });
    writeFileSync(file("starts"), "raw_sensors:0:0\nraw_sensors:1:0\nclean_sensors:0:\n");
    const offsets = ["--since", "0", "--starts", file("starts"), "--earliest", file("starts")];
    expect(run(...files(), ...offsets)).to.include({ status: 0 });
    writeFileSync(join(filters, "two.json"), "{}");
    expect(run(...files(), "--filters", filters).stderr).to.contain("two.json: filter-window is not a number");
  });

  it("reads records that lie across the parts in which a file is read", () => {
    const long = "é".repeat(700_000);
    const records = [0, 1, 2].map((offset) => ({ partition: 0, offset, headers: {}, key: "k", value: long }));
    writeFileSync(file("long"), dump(records));
    expect([...readDump(file("long"))]).to.deep.equal(records);
  });

  it("accepts the job's arguments, and no others", () => {
    expect(readCommandLine([...files(), "--threshold", "3"])).to.have.nested.property("settings.filter.threshold", 3);
    expect(readCommandLine([...files(), "--threshold", "high"])).to.contain("--threshold");
    expect(readCommandLine([...files(), "--unknown", "1"])).to.contain("--unknown");
  });
});

describe("proof/main with Druid", () => {
  let server: Server;
  let url: string;
  /** The number of rows that it reports for each query. */
  /** The answers in turn, the last one forever; undefined is an error. */
  let counts: (number | undefined)[];

  before((done) => {
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      if (authorization !== `Basic ${Buffer.from("admin:secret").toString("base64")}`) {
        return response.writeHead(400).end("no such datasource");
      }
      const count = counts.length > 1 ? counts.shift() : counts[0];
      if (count === undefined) return response.writeHead(400).end("no such column");
      return response.end(JSON.stringify([[count]]));
    }).listen(0, "127.0.0.1", () => {
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });

  after((done) => void server.close(done));

  it("reports a rejected query", async () => {
    const failure: unknown = await queryRows({ url }, "SELECT 1").catch((error: unknown) => error);
    expect((failure as Error).message).to.contain("400: no such datasource");
  });

  it("logs in, and waits for rows, but no longer than allowed", async () => {
    const expected = { datasource: "d", rows: ["a", "b"], sums: {}, sqlRows: "rows", sqlSums: "sums" };
    const druid = { url, login: "admin:secret" };
    counts = [undefined, 1, 2];
    expect((await queryDruid(druid, expected, 30)).sums).to.deep.equal([[2]]);
    counts = [1];
    expect((await queryDruid(druid, expected, 0)).sums).to.deep.equal([[1]]);
    counts = [undefined];
    const failure: unknown = await queryDruid(druid, expected, 0).catch((error: unknown) => error);
    expect((failure as Error).message).to.contain("400: no such column");
  });
});
