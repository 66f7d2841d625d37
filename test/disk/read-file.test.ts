import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { symlink, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "chai";
import { MAX_TEXT_BYTES, readTextFile, withRegularFile } from "../../src/disk/read-file.ts";
import { loadFiles, reported, withProject } from "../load/temporary-project.ts";

describe("disk/read-file", () => {
  const reasonFor = (prepare: (file: string) => unknown) =>
    withProject({}, async (root) => {
      const file = path.join(root, "file");
      await prepare(file);
      const read = await readTextFile(file);
      return read.is === "unreadable" ? read.reason : read.is;
    });

  it("reads a text file up to the size limit", async () => {
    expect(await reasonFor((file) => writeFile(file, Buffer.alloc(MAX_TEXT_BYTES, "a")))).to.equal("text");
    expect(await reasonFor(() => undefined)).to.equal("missing");
  });

  it("rejects what is larger than the limit without reading all of it", async () => {
    const huge = (file: string) => writeFile(file, "").then(() => truncate(file, 2 ** 40));
    expect(await reasonFor(huge)).to.equal("it is larger than the limit of 4 MiB for text");
  });

  it("does not wait for a named pipe, a socket or a device", async () => {
    expect(await reasonFor((file) => execFileSync("mkfifo", [file]))).to.equal("it is a named pipe, not a file");
    expect(await reasonFor((file) => symlink("/dev/zero", file))).to.equal("it is a device, not a file");
    const server = createServer();
    const listen = (file: string) => once(server.listen(file), "listening");
    expect(await reasonFor(listen).finally(() => server.close())).to.equal("it is a socket or a device, not a file");
  });

  it("reports folders and loops of symbolic links", async () => {
    expect(await reasonFor((file) => symlink(".", file))).to.equal("it is a folder");
    expect(await reasonFor((file) => symlink("file", file))).to.equal("its symbolic links form a loop");
  });

  it("reports what leads nowhere although part of the path exists", async () => {
    const nowhere = "it is a symbolic link to /nowhere/file, which does not exist";
    expect(await reasonFor((file) => symlink("/nowhere/file", file))).to.equal(nowhere);
    await withProject({ "plain.txt": "" }, async (root) => {
      const reason = async (file: string) => {
        const read = await readTextFile(path.join(root, file));
        return read.is === "unreadable" ? read.reason.replace(root, "ROOT") : read.is;
      };
      await symlink("/nowhere", path.join(root, "link"));
      expect(await reason("link/a/b")).to.equal("ROOT/link is a symbolic link to /nowhere, which does not exist");
      expect(await reason("plain.txt/b")).to.equal("ROOT/plain.txt is not a folder");
      expect(await reason("a/b/c")).to.equal("missing");
    });
  });

  it("rejects a name with a NUL byte, as YAML can have it", async () => {
    const reason = "its name contains a NUL byte";
    expect(await readTextFile("a\0b")).to.deep.equal({ is: "unreadable", reason });
    const files = { "site.yaml": '- { hosts: all, vars_files: ["a\\0b.yaml"], tasks: [debug: { msg: x }] }\n' };
    const outcome = await loadFiles(files);
    expect(outcome.ok ? [] : outcome.faults.map(({ message }) => message)).to.deep.equal([
      `a\0b.yaml cannot be read: ${reason}.`,
    ]);
    const limited = await loadFiles(
      { "site.yaml": "- { hosts: all, tasks: [debug: { msg: x }] }\n" },
      { limit: "@a\0b" },
    );
    expect(reported(limited)).to.include("load/unreadable");
  });

  it("passes on exceptions that are not about the file", async () => {
    const fail = withRegularFile("package.json", () => Promise.reject(new TypeError("a defect")));
    expect(await fail.catch((error: unknown) => String(error))).to.equal("TypeError: a defect");
  });
});
