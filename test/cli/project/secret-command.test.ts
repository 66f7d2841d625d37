import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { secretCommands } from "../../../src/cli/project/secret-command.ts";
import { createMask } from "../../../src/events/mask.ts";
import { Secret } from "../../../src/model/secret.ts";
import { withProject } from "../test-project.ts";

const ORIGIN = { file: "group_vars/all.yaml", line: 3, col: 5 };

describe("cli/project/secret-command", () => {
  let folder = "";
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), "provision-test-"))));
  afterEach(() => rm(folder, { recursive: true }));

  const program = async (text: string, mode = 0o755) => {
    await writeFile(path.join(folder, "secret"), text);
    await chmod(path.join(folder, "secret"), mode);
  };
  const reader = (limits = { seconds: 30, bytes: 4096 }, mask = createMask()) =>
    secretCommands({ cwd: folder, mask, env: { PATH: process.env["PATH"], PROVISION_AGE_KEY: "key", A: "1" } }, limits);
  const failure = (command: readonly string[], limits = { seconds: 30, bytes: 4096 }) => {
    const read = reader(limits)(command, ORIGIN);
    expect(read.ok).to.equal(false);
    const [fault] = read.ok ? [] : read.faults;
    expect(fault?.code).to.equal("secrets/command");
    expect(fault?.origin).to.deep.equal(ORIGIN);
    return fault;
  };

  const TEXTS: readonly (readonly [string, string, string])[] = [
    ["without its last line feed", 'printf "one\\n two \\n\\n"', "one\n two \n"],
    ["without the line end of Windows", 'printf "some\\r\\n"', "some"],
    ["as it is", 'printf " some"', " some"],
    [
      "with arguments that no shell reads, with the environment, and without the key",
      'echo "$1 $A${PROVISION_AGE_KEY+ key}"',
      "$A *; 1",
    ],
    ["without input", 'cat; echo "end of input"', "end of input"],
    ["in the project's folder", "cat ./secret | tail -1", "cat ./secret | tail -1"],
  ];
  for (const [how, text, expected] of TEXTS) {
    it(`reads what a program prints ${how}`, async () => {
      await program(`#!/bin/sh\n${text}\n`);
      const mask = createMask();
      const read = reader(undefined, mask)(["./secret", "$A *;"], ORIGIN);
      expect(read.ok && read.value instanceof Secret && read.value.reveal()).to.equal(expected);
      expect(mask.mask(`<${expected}>`)).to.equal("<********>");
    });
  }

  it("finds programs in PATH", () => {
    const read = reader()(["echo", "from the path"], ORIGIN);
    expect(read.ok && read.value instanceof Secret && read.value.reveal()).to.equal("from the path");
  });

  it("runs each command once, also one that fails", async () => {
    await program('#!/bin/sh\necho "$1" >> calls\n[ "$1" = good ] && echo "secret $1"\n');
    const read = reader();
    for (const word of ["good", "bad", "good", "bad"]) read(["./secret", word], ORIGIN);
    expect(await readFile(path.join(folder, "calls"), "utf8")).to.equal("good\nbad\n");
  });

  const FAILURES: readonly (readonly [string, string])[] = [
    ["exit 3", "failed with exit code 3"],
    ["kill -9 $$", "was ended by SIGKILL"],
    ["exit 0", "printed nothing"],
    ["echo ' '", "printed nothing"],
    ["echo abc", "printed fewer than 4 characters, which cannot be masked"],
    ["printf 'abcd\\377'", "printed the byte 0xff, which is not UTF-8"],
    ["printf 'abcd\\000e'", "printed a NUL byte"],
    ["yes secret", "wrote more than 4 KiB"],
    ["yes error >&2", "wrote more than 4 KiB"],
  ];
  for (const [text, problem] of FAILURES) {
    it(`reports that \`${text}\` ${problem}`, async () => {
      await program(`#!/bin/sh\n${text}\n`);
      expect(failure(["./secret"])?.message).to.equal(`The secret cannot be read: \`./secret\` ${problem}.`);
    });
  }

  const NOT_STARTED: readonly (readonly [string, string | undefined, number, string])[] = [
    ["./secret", undefined, 0, "cannot be started: it, or the program in its first line, does not exist"],
    [
      "./secret",
      "#!/no/such/interpreter\n",
      0o755,
      "cannot be started: it, or the program in its first line, does not exist",
    ],
    ["./secret", "#!/bin/sh\n", 0o644, "cannot be started: permission denied"],
    ["no-such-program", undefined, 0, "was not found in PATH"],
  ];
  for (const [name, text, mode, problem] of NOT_STARTED) {
    it(`reports that ${name} (${text ?? "absent"}, ${mode.toString(8)}) ${problem}`, async () => {
      if (text !== undefined) await program(text, mode);
      expect(failure([name])?.message).to.equal(`The secret cannot be read: \`${name}\` ${problem}.`);
    });
  }

  it("ends a program that takes too long", async () => {
    await program("#!/bin/sh\nexec tail -f /dev/null\n");
    expect(failure(["./secret"], { seconds: 0.2, bytes: 1000 })?.message).to.include("did not end within 0.2 s");
  });

  it("does not wait for ever for a process that keeps the output open", async () => {
    await program("#!/bin/sh\ntail -f /dev/null & echo $! > pid\necho secret\n");
    expect(failure(["./secret"], { seconds: 0.2, bytes: 1000 })?.message).to.include("did not end within 0.2 s");
    process.kill(Number(await readFile(path.join(folder, "pid"), "utf8")));
  });

  it("shows what a program says on standard error, without what it printed", async () => {
    await program('#!/bin/sh\necho confidential\necho "rejected: confidential" >&2\nexit 1\n');
    expect(failure(["./secret"])?.details).to.deep.equal(["rejected: ********"]);
  });

  it("runs nothing in a project that others can change", () =>
    withProject(async ({ folder: root, run, write, files }) => {
      await write(
        "inventory.yaml",
        "all: {hosts: {h: {ssh_password: !secret {command: [sh, -c, 'touch ran; echo 1234']}}}}\n",
      );
      await write("site.yaml", "- hosts: all\n");
      await chmod(path.join(root, "site.yaml"), 0o666);
      const ran = await run(["site.yaml", "--check"]);
      expect(ran.err + ran.out).to.include("cli/unsafe-project");
      expect(await files(root)).to.not.include("ran");
    }));

  for (const argv of [
    ["site.yaml", "--list-hosts"],
    ["site.yaml", "--list-tasks"],
    ["site.yaml", "--syntax-check"],
    ["vars", "h"],
    ["inventory", "--list"],
  ]) {
    it(`runs nothing for ${argv.join(" ")}`, () =>
      withProject(async ({ folder: root, run, write, files }) => {
        const secret = "!secret {command: [sh, -c, 'touch ran; echo 1234']}";
        await write("inventory.yaml", `all: {hosts: {h: {ssh_password: ${secret}, x: ${secret}, y: "{{ x }}"}}}\n`);
        await write("site.yaml", `- hosts: all\n  tasks: [{name: T, debug: {msg: "{{ y }}"}, vars: {z: ${secret}}}]\n`);
        const ran = await run(argv);
        expect(ran.exit, ran.err + ran.out).to.equal(0);
        expect(await files(root)).to.not.include("ran");
      }));
  }
});
