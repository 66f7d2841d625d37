import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { keptContainers } from "../../../src/modules/host_check/kept-containers.sh.ts";

describe("modules/host_check: containers that a stopped engine has left running", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-kept-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are named from the engine's own files", () => {
    const labels = { "com.docker.compose.project": "pipeline", "com.docker.compose.service": "kafka" };
    keep("a".repeat(64), { Name: "/pipeline-kafka-1", Config: { Image: "kafka", Labels: labels } });
    keep("b".repeat(64), { Name: "/alone", Config: { Labels: {} } });
    const ids = ["a", "b", "c"].map((digit) => digit.repeat(64));
    expect(found(ids)).to.deep.equal([
      `container ${"a".repeat(64)} pipeline-kafka-1 pipeline`,
      `container ${"b".repeat(64)} alone `,
    ]);
  });

  it("are none if the engine keeps its data elsewhere, or no container holds a port", () => {
    expect(found(["a".repeat(64)])).to.deep.equal([]);
    expect(found([])).to.deep.equal([]);
  });

  function keep(id: string, config: unknown): void {
    mkdirSync(join(folder, "containers", id), { recursive: true });
    writeFileSync(join(folder, "containers", id, "config.v2.json"), JSON.stringify(config));
  }

  function found(ids: readonly string[]): string[] {
    const program = `${keptContainers.text}\nkept_containers "$@"`;
    const { status, stdout } = spawnSync("sh", ["-c", program, "sh", folder, ...ids], { encoding: "utf8" });
    expect(status).to.equal(0);
    return stdout.split("\n").filter((line) => line !== "");
  }
});
