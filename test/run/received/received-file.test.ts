import { expect } from "chai";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFault } from "../../../src/errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../../src/errors/fault.ts";
import type { Task } from "../../../src/load/project.ts";
import { receivedFile } from "../../../src/run/received/received-file.ts";

describe("run/received", () => {
  let root: string;
  let task: Task;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "provision-received-"));
    task = { search: { root } } as Task;
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function place(wanted: { dest: string; src?: string; isFlat?: boolean; isCertain?: boolean }, host = "web1") {
    const scope = { lookup: () => good(host), names: () => [] };
    const file = await receivedFile(task, { src: "/etc//x/./f", isFlat: false, isCertain: true, ...wanted }, scope);
    if (!file.ok) throw new Error(file.faults[0].code);
    return file.value;
  }

  async function* parts(...texts: readonly (string | undefined)[]): AsyncGenerator<Outcome<Uint8Array>> {
    for (const text of texts) {
      const fault = runFault("run/received-torn", { path: "f" });
      yield await Promise.resolve(text === undefined ? bad(fault) : good(Buffer.from(text)));
    }
  }
  const unchecked = () => Promise.resolve(good(undefined));

  for (const [dest, isFlat, path] of [
    ["got", false, "got/web1/etc/x/f"],
    ["got/../a", false, "a/web1/etc/x/f"],
    ["got/", true, "got/f"],
    ["got/name", true, "got/name"],
  ] as const) {
    it(`goes to ${path} for ${dest}${isFlat ? ", flat" : ""}`, async () => {
      expect((await place({ dest, isFlat })).path).to.equal(join(root, path));
    });
  }

  it("finds what is there", async () => {
    expect((await place({ dest: "f", isFlat: true })).found).to.equal("absent");
    writeFileSync(join(root, "f"), "text");
    expect((await place({ dest: "f", isFlat: true })).found).to.include({ size: 4, text: "text" });
  });

  for (const [title, prepare, wanted, problem] of [
    [
      "a link at its place",
      () => symlinkSync("/etc/passwd", join(root, "f")),
      { dest: "f", isFlat: true },
      "symbolic link",
    ],
    ["a link to a folder", () => symlinkSync("/etc", join(root, "web1")), { dest: "." }, "symbolic link"],
    ["a file on the way", () => writeFileSync(join(root, "web1"), ""), { dest: "." }, "is not a folder"],
    ["a folder at its place", () => mkdirSync(join(root, "f")), { dest: "f", isFlat: true }, "it is a folder"],
    ["no name", () => undefined, { dest: "f/", src: "/", isFlat: true }, "its name leads elsewhere"],
  ] as const) {
    it(`refuses ${title}`, async () => {
      prepare();
      expect((await place(wanted)).problem).to.include(problem);
    });
  }

  for (const host of ["..", "a/../../b"]) {
    it(`refuses the host ${host}`, async () => {
      expect((await place({ dest: "." }, host)).problem).to.equal("its name leads elsewhere");
    });
  }

  it("refuses a path for the files of two hosts, if both run", async () => {
    await place({ dest: "f", isFlat: true, isCertain: false }, "web0");
    await place({ dest: "f", isFlat: true });
    await place({ dest: "f", isFlat: true });
    const other = place({ dest: "./f", isFlat: true }, "web2");
    expect(await other.catch((error: unknown) => (error as Error).message)).to.equal("run/received-twice");
  });

  it("stores the parts, readable for the user only", async () => {
    const file = await place({ dest: "got" });
    const stored = await file.store(parts("a", "b"), unchecked);
    expect(stored).to.include({ ok: true });
    expect(readFileSync(file.path, "utf8")).to.equal("ab");
    expect(statSync(file.path).mode & 0o777).to.equal(0o600);
    expect(readdirSync(join(file.path, ".."))).to.deep.equal(["f"]);
  });

  for (const [title, texts, expected] of [
    ["a part is missing", ["a", undefined], unchecked],
    ["the digest is another one", ["a"], () => Promise.resolve(good("0".repeat(64)))],
  ] as const) {
    it(`leaves what is there if ${title}`, async () => {
      writeFileSync(join(root, "f"), "old");
      const file = await place({ dest: "f", isFlat: true });
      const stored = await file.store(parts(...texts), expected);
      expect(stored.ok ? "" : stored.faults[0].code).to.equal("run/received-torn");
      expect(readFileSync(file.path, "utf8")).to.equal("old");
      expect(readdirSync(root)).to.deep.equal(["f"]);
    });
  }

  it("fails if a folder becomes a link, or something is in the way", async () => {
    const file = await place({ dest: "." });
    symlinkSync("/tmp", join(root, "web1"));
    const stored = await file.store(parts("a"), unchecked);
    expect(stored.ok ? "" : stored.faults[0].code).to.equal("run/not-received");
  });
});
