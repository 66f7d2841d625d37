import { expect } from "chai";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { contentOfBytes, type FolderContent } from "../../../../src/module/content.ts";
import { copy } from "../../../../src/modules/copy.ts";
import { textContent } from "../../../../src/modules/lib/text-content.ts";
import { predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/copy of a folder", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const LARGE = contentOfBytes(Buffer.alloc(10_001, 7), "large");
  const conf = (isOpen: boolean, more: FolderContent["files"] = new Map()): FolderContent => ({
    label: "conf",
    name: "conf",
    isOpen,
    folders: ["empty", "it's"],
    files: new Map([
      ["-a \\b", textContent("a\n", "a")],
      ["it's/large", LARGE],
      ["it's/none", textContent("", "none")],
      ...more,
    ]),
  });
  const args = (more: object = {}, isOpen = false) => ({ src: conf(isOpen), dest: target.path("dest"), ...more });
  const names = (changes: readonly { readonly resource: { readonly name: string } }[]) =>
    changes.map(({ resource }) => resource.name.slice(target.folder.length + 1));

  it("makes folders and files, also empty ones, and then finds nothing to do", async () => {
    const first = await target.run(copy, args({ mode: "0604", directory_mode: "0710" }));
    expect(first.applied).to.deep.equal({ ok: true, value: {} });
    expect(names(first.changes)).to.deep.equal([
      "dest",
      "dest/conf",
      "dest/conf/empty",
      "dest/conf/it's",
      "dest/conf/-a \\b",
      "dest/conf/it's/large",
      "dest/conf/it's/none",
    ]);
    expect(readFileSync(target.path("dest/conf/-a \\b"), "utf8")).to.equal("a\n");
    expect(readFileSync(target.path("dest/conf/it's/large")).equals(Buffer.alloc(10_001, 7))).to.equal(true);
    expect(statSync(target.path("dest/conf/it's/none"))).to.include({ size: 0 });
    expect(statSync(target.path("dest/conf/it's/none")).mode & 0o7777).to.equal(0o604);
    expect(statSync(target.path("dest/conf/empty")).mode & 0o7777).to.equal(0o710);
    const again = await target.run(copy, args({ mode: "0604", directory_mode: "0710" }));
    expect(again.changes).to.deep.equal([]);
  });

  it("leaves the attributes of `dest` alone if only what the folder contains is copied", async () => {
    mkdirSync(target.path("dest"), { mode: 0o700 });
    const { applied } = await target.run(copy, args({ directory_mode: "0711" }, true));
    expect(applied?.ok).to.equal(true);
    expect(readdirSync(target.path("dest")).sort()).to.deep.equal(["-a \\b", "empty", "it's"]);
    expect(statSync(target.path("dest")).mode & 0o7777).to.equal(0o700);
    expect(statSync(target.path("dest/empty")).mode & 0o7777).to.equal(0o711);
  });

  it("changes only what differs, keeps its mode, and shows the old text", async () => {
    await target.run(copy, args());
    writeFileSync(target.path("dest/conf/-a \\b"), "old\n");
    chmodSync(target.path("dest/conf/-a \\b"), 0o600);
    const { changes } = await target.run(copy, args({ backup: true }));
    expect(names(changes)).to.deep.equal(["dest/conf/-a \\b"]);
    expect(changes[0]?.before).to.include({ text: "old\n", mode: "0600" });
    expect(readFileSync(target.path("dest/conf/-a \\b"), "utf8")).to.equal("a\n");
    expect(statSync(target.path("dest/conf/-a \\b")).mode & 0o7777).to.equal(0o600);
    expect(readdirSync(target.path("dest/conf")).filter((name) => name.endsWith("~"))).to.have.length(1);
  });

  it("sets only modes if only they differ", async () => {
    await target.run(copy, args());
    const { changes } = await target.run(copy, args({ mode: "0600", directory_mode: "u=rwx,go=" }));
    expect(changes.every(({ summary }) => summary.startsWith("set mode"))).to.equal(true);
    expect((await target.run(copy, args({ mode: "0600", directory_mode: "u=rwx,go=" }))).changes).to.deep.equal([]);
  });

  it("keeps files that exist if `force` is off", async () => {
    mkdirSync(target.path("dest/conf"), { recursive: true });
    writeFileSync(target.path("dest/conf/-a \\b"), "another's");
    const { changes } = await target.run(copy, args({ force: false }));
    expect(names(changes)).to.not.include("dest/conf/-a \\b");
    expect(readFileSync(target.path("dest/conf/-a \\b"), "utf8")).to.equal("another's");
  });

  it("stops at the first file that cannot be written, and leaves no temporary file", async () => {
    const content = { ...textContent("x", "x"), sha256: "0".repeat(64) };
    const src = conf(false, new Map([["it's/wrong", content]]));
    const { applied } = await target.run(copy, args({ src }));
    expect(applied?.ok).to.equal(false);
    expect(readdirSync(target.path("dest/conf/it's")).sort()).to.deep.equal(["large", "none"]);
  });

  it("fails if something else has the name of a folder or a file", async () => {
    mkdirSync(target.path("dest/conf/-a \\b"), { recursive: true });
    expect((await target.faultOf(copy, args()))?.code).to.equal("modules/is-directory");
    expect((await target.faultOf(copy, args({ follow: true })))?.code).to.equal("modules/argument");
    writeFileSync(target.path("file"), "");
    expect((await target.faultOf(copy, args({ dest: target.path("file") })))?.code).to.equal(
      "modules/parent-not-directory",
    );
  });

  it("goes through a link to a folder", async () => {
    mkdirSync(target.path("real"));
    symlinkSync("real", target.path("dest"));
    expect((await target.run(copy, args())).applied?.ok).to.equal(true);
    expect(readFileSync(target.path("real/conf/-a \\b"), "utf8")).to.equal("a\n");
    expect((await target.run(copy, args())).changes).to.deep.equal([]);
  });

  it("predicts what follows from earlier tasks", async () => {
    await target.run(copy, args());
    const full = withDefaults(copy, args());
    const state = await target.probe(copy, full);
    const after = (value: null | { type: string; mode?: string; text?: string }, name: string) =>
      copy.decide(full, state, predictedFrom([{ resource: { kind: "path", name: target.path(name) }, after: value }]));
    expect(after(null, "dest").changes).to.have.length(7);
    expect(names(after(null, "dest/conf/empty").changes)).to.deep.equal(["dest/conf/empty"]);
    expect(names(after({ type: "file", text: "b" }, "dest/conf/-a \\b").changes)).to.deep.equal(["dest/conf/-a \\b"]);
    expect(after({ type: "file", mode: "0644", text: "a\n" }, "dest/conf/-a \\b").changes).to.deep.equal([]);
  });
});
