import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { play } from "../played.ts";

describe("run/prefetch on a host", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-prefetch-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content = "new\n") => ({
    name: `write ${name}`,
    copy: { dest: join(folder, name), content },
  });

  it("reads an unchanged host in a handful of requests, and changes it in hardly more", async () => {
    const tasks = Array.from({ length: 30 }, (_, index) => write(`file${index}`));
    const first = await play(tasks);
    expect(first.results).to.deep.equal(tasks.map(({ name }) => `${name}: changed`));
    expect(first.requests.length).to.be.at.most(4);
    const oneByOne = await play(
      tasks.map(({ name, copy }) => ({ name, copy: { ...copy, mode: "0600" } })),
      { oneByOne: true },
    );
    expect(oneByOne.requests.length).to.be.at.least(tasks.length);
    const second = await play(tasks);
    expect(second.results).to.deep.equal(tasks.map(({ name }) => `${name}: ok`));
    expect(second.requests.length).to.be.at.most(3);
  });

  it("sends the changes of a loop's items together", async () => {
    const loop = Array.from({ length: 40 }, (_, index) => `file${index}`);
    const task = { name: "loop", copy: { dest: join(folder, "{{ item }}"), content: "new\n" }, loop };
    const first = await play([task]);
    expect(first.results).to.deep.equal(loop.map(() => "loop: changed"));
    expect(first.requests.length).to.be.at.most(8);
    const second = await play([{ ...task, copy: { ...task.copy, content: "{{ item }}\n" } }]);
    expect(second.results).to.deep.equal(loop.map(() => "loop: changed"));
    expect(second.requests.length).to.be.at.most(10);
    const third = await play([{ ...task, copy: { ...task.copy, content: "{{ item }}\n" } }]);
    expect(third.results).to.deep.equal(loop.map(() => "loop: ok"));
    expect(third.requests.length).to.be.at.most(5);
  });

  it("asks again after an item of a loop found something else than was assumed", async () => {
    const loop = ["a", "b", "c", "d", "b", "e", "a", "f", "g", "h"];
    const text = `test -e ${folder}/{{ item }} || touch ${folder}/{{ item }}; ln -sfn {{ item }} ${folder}/last`;
    const tasks = [
      { name: "touch", shell: { cmd: text, creates: join(folder, "{{ item }}") }, loop, register: "seen" },
      { name: "follow", file: { path: join(folder, "{{ item }}"), state: "absent" }, loop: ["last", "h", "h", "g"] },
    ];
    const { results } = await play(tasks);
    const expected = loop.map((item, index) => `touch: ${loop.indexOf(item) === index ? "changed" : "ok"}`);
    expect(results.slice(0, 10)).to.deep.equal(expected);
    expect(results.slice(10)).to.deep.equal(
      ["changed", "changed", "ok", "changed"].map((status) => `follow: ${status}`),
    );
  });

  it("sees a path that an earlier task changed through another name", async () => {
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "link"));
    const { results } = await play([
      write("real/file", "one\n"),
      { name: "look", stat: { path: join(folder, "link/file") }, register: "seen" },
      { name: "judge", assert: { that: ["seen.exists", "seen.size == 4"] } },
      { name: "once", command: { argv: ["touch", join(folder, "done")], creates: join(folder, "link/file") } },
    ]);
    expect(results).to.deep.equal(["write real/file: changed", "look: ok", "judge: ok", "once: ok"]);
  });

  it("sees the effects of a command", async () => {
    const { results } = await play([
      { name: "make", command: { argv: ["touch", join(folder, "made")] } },
      { name: "look", stat: { path: join(folder, "made") }, register: "seen" },
      { name: "judge", assert: { that: ["seen.exists"] } },
    ]);
    expect(results).to.deep.equal(["make: changed", "look: ok", "judge: ok"]);
  });

  it("lets each loop item see the effects of the one before, and reads an unchanged loop in one request", async () => {
    const task = { name: "write", copy: { dest: join(folder, "same"), content: "{{ item }}" }, loop: ["a", "b", "b"] };
    const { results } = await play([task]);
    expect(results).to.deep.equal(["write: changed", "write: changed", "write: ok"]);
    const looks = { name: "look", stat: { path: `${folder}/{{ item }}` }, loop: ["a", "b", "c", "d"] };
    expect((await play([looks])).requests).to.have.length(1);
  });

  it("computes later arguments from earlier results", async () => {
    writeFileSync(join(folder, "a"), "12345");
    const { results } = await play([
      { name: "look", stat: { path: join(folder, "a") }, register: "seen" },
      { name: "write", copy: { dest: join(folder, "b"), content: "{{ seen.size }}" } },
      { name: "skipped", copy: { dest: join(folder, "c"), content: "no" }, when: "seen.size != 5" },
      { name: "written", stat: { path: join(folder, "b") } },
    ]);
    expect(results).to.deep.equal(["look: ok", "write: changed", "skipped: skipped", "written: ok"]);
    expect(readFileSync(join(folder, "b"), "utf8")).to.equal("5");
  });

  it("never prefetches a user's command, even with check_mode: false", async () => {
    const log = join(folder, "log");
    const note = (word: string) => ({
      name: word,
      shell: { cmd: `echo ${word} >>${log}` },
      check_mode: false,
      ...(word === "never" && { when: "false" }),
    });
    const { results } = await play([write("a"), note("one"), note("never"), note("two")]);
    expect(results).to.deep.equal(["write a: changed", "one: ok", "never: skipped", "two: ok"]);
    expect(readFileSync(log, "utf8")).to.equal("one\ntwo\n");
  });

  it("keeps prefetched answers in check mode, where nothing changes", async () => {
    const tasks = Array.from({ length: 9 }, (_, index) => write(`file${index}`));
    const { results, requests } = await play(tasks, { check: true });
    expect(results).to.deep.equal(tasks.map(({ name }) => `${name}: changed`));
    expect(requests).to.have.length(1);
  });
});
