import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Consumed } from "../../../files/proof/consumed.ts";
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

describe("the program", () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
  const files = () => ["raw", "clean", "stats", "malformed"].flatMap((name) => [`--${name}`, file(name)]);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "proof-"));
    for (const [name, records] of Object.entries(faultlessTopics())) {
      writeFileSync(file(name), dump(records as readonly Consumed[]));
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  it("prints a table and ends with 0 when all is as it must be", () => {
    const { status, stdout } = run(...files());
    expect(stdout).to.match(/^ok +clean_sensors, record by record +\d+ records, sum/m);
    expect(stdout).to.match(/precision \d\.\d{4}, recall \d\.\d{4}, false alarms/);
    expect(stdout).to.match(/\nproved\n$/);
    expect(status).to.equal(0);
  });

  it("ends with 1, and tells what was expected, what was seen and where to look next, when not", () => {
    const doubled = faultlessTopics();
    writeFileSync(file("doubled"), dump([...doubled.clean.slice(0, 1), ...doubled.clean]));
    const { status, stdout } = run(...files(), "--clean", file("doubled"));
    expect(stdout).to.match(/^FAILED +clean_sensors/m);
    expect(stdout).to.match(/expected once \(clean\)\n +seen {5}2 times\n/);
    expect(stdout).to.contain("look next: look whether the job was started anew");
    expect(status).to.equal(1);
  });

  it("takes the job's arguments", () => {
    const { status, stdout } = run(...files(), "--threshold", "3");
    expect(stdout).to.contain("FAILED  outlier_stats");
    expect(status).to.equal(1);
  });

  it("ends with 2 when it cannot be told", () => {
    writeFileSync(file("cut"), "Partition:0\u001fOffs");
    for (const args of [[], [...files(), "--raw", file("none")], [...files(), "--raw", file("cut")]]) {
      expect(run(...args)).to.include({ status: 2, stdout: "" });
    }
    expect(run(...files(), "--threshold", "high").stderr).to.contain("--threshold");
    expect(run(...files(), "--unknown", "1").stderr).to.contain("--unknown");
  });
});

describe("the program, asked to look at Druid", () => {
  let server: Server;
  let url: string;

  before((done) => {
    server = createServer((_, response) => response.writeHead(400).end("no such datasource")).listen(
      0,
      "127.0.0.1",
      () => {
        url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        done();
      },
    );
  });

  after((done) => void server.close(done));

  it("is told what Druid refused", async () => {
    const { queryRows } = await import("../../../files/proof/ask-druid.ts");
    const failure: unknown = await queryRows(url, "SELECT 1").catch((error: unknown) => error);
    expect((failure as Error).message).to.contain("400: no such datasource");
  });
});
