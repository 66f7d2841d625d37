import { expect } from "chai";
import { chmod, mkdir, readdir, rename, stat, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { readLastRun, writeLastRun, type LastRun } from "../../../src/cli/last-run/store.ts";
import type { RunOptions } from "../../../src/cli/options.ts";
import { fakeIo } from "../fake-io.ts";
import { withProject } from "../test-project.ts";

const record: LastRun = { version: 1, began: "2030-01-01T00:00:00.000Z", hosts: { a: null }, stops: [], files: {} };
const options = { playbooks: ["site.yaml"], inventories: [] } as unknown as RunOptions;

const withStore = (use: (io: ReturnType<typeof fakeIo>, file: () => Promise<string>) => Promise<void>) =>
  withProject(({ folder, home }) => {
    const io = fakeIo({ cwd: folder, home });
    const at = path.join(home, ".local/state/provision/last-runs");
    return use(io, async () => path.join(at, (await readdir(at))[0] ?? ""));
  });

const codeOf = async (io: ReturnType<typeof fakeIo>) => {
  const read = await readLastRun(options, io);
  return read.ok ? "ok" : read.faults[0].code;
};

describe("cli/last-run/store", () => {
  it("keeps a record for each set of playbooks and inventories, which only the user can read", () =>
    withStore(async (io, file) => {
      expect(await codeOf(io)).to.equal("cli/no-last-run");
      expect(await writeLastRun(record, options, io)).to.be.undefined;
      expect(await readLastRun(options, io)).to.deep.equal({ ok: true, value: record });
      expect((await stat(await file())).mode & 0o777).to.equal(0o600);
      expect((await stat(path.dirname(await file()))).mode & 0o777).to.equal(0o700);
      expect((await readLastRun({ ...options, inventories: ["other.yaml"] }, io)).ok).to.be.false;
      expect((await readLastRun({ ...options, playbooks: ["other.yaml"] }, io)).ok).to.be.false;
      expect((await readLastRun({ ...options, playbooks: ["./site.yaml"] }, io)).ok).to.be.true;
    }));

  it("uses XDG_STATE_HOME", () =>
    withStore(async (io) => {
      const env = { XDG_STATE_HOME: path.join(io.home, "states") };
      await writeLastRun(record, options, { ...io, env });
      expect(await readdir(path.join(env.XDG_STATE_HOME, "provision/last-runs"))).to.have.length(1);
    }));

  it("does not use a record that others can change, or that is not a regular file", () =>
    withStore(async (io, file) => {
      await writeLastRun(record, options, io);
      await chmod(await file(), 0o620);
      expect(await codeOf(io)).to.equal("cli/unsafe-last-run");
      await writeLastRun(record, options, io);
      const name = await file();
      await rename(name, path.join(io.home, "moved"));
      await symlink(path.join(io.home, "moved"), name);
      expect(await codeOf(io)).to.equal("cli/unsafe-last-run");
    }));

  it("names a record that is damaged or too large", () =>
    withStore(async (io, file) => {
      await writeLastRun(record, options, io);
      await writeFile(await file(), "{");
      expect(await codeOf(io)).to.equal("cli/broken-last-run");
      await writeFile(await file(), '{"version":2}');
      expect(await codeOf(io)).to.equal("cli/broken-last-run");
      await truncate(await file(), 5 * 1024 * 1024);
      expect(await codeOf(io)).to.equal("cli/broken-last-run");
    }));

  it("keeps the latest 100 records", () =>
    withStore(async (io, file) => {
      await writeLastRun(record, options, io);
      const folder = path.dirname(await file());
      for (let index = 0; index < 100; index++) {
        await writeFile(path.join(folder, `${index}.json`), "");
        await utimes(path.join(folder, `${index}.json`), index, index);
      }
      await writeLastRun(record, options, io);
      const names = await readdir(folder);
      expect(names).to.have.length(100).and.not.include("0.json");
      expect(await codeOf(io)).to.equal("ok");
    }));

  it("says why it cannot write", () =>
    withStore(async (io) => {
      await mkdir(path.join(io.home, ".local"), { recursive: true });
      await writeFile(path.join(io.home, ".local/state"), "");
      expect((await writeLastRun(record, options, io))?.code).to.equal("cli/run-not-recorded");
      const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`host${index}`.padEnd(90), null]));
      const large = await writeLastRun({ ...record, hosts: many }, options, fakeIo({ home: `${io.home}/other` }));
      expect(large?.message).to.include("it would be larger than 4 MiB");
    }));
});
