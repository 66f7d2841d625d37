import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { inventoryPrograms } from "../../../src/cli/project/inventory-program.ts";
import type { ProgramOutput } from "../../../src/inventory/sources/program.ts";
import { withProject } from "../test-project.ts";

describe("cli/project/inventory-program", () => {
  let folder = "";
  before(async () => (folder = await mkdtemp(path.join(tmpdir(), "provision-test-"))));
  after(() => rm(folder, { recursive: true }));

  const write = async (text: string) => {
    const file = path.join(folder, "inventory");
    await writeFile(file, text);
    await chmod(file, 0o755);
    return file;
  };
  const run = async (text: string, limits = { seconds: 30, bytes: 1000 }): Promise<ProgramOutput> =>
    inventoryPrograms({ cwd: folder, env: { PATH: process.env["PATH"], PROVISION_AGE_KEY: "secret", A: "1" } }, limits)(
      await write(text),
      ["--list"],
    );

  it("returns what a program prints, called with its arguments, the environment and no key", async () => {
    expect(await run('#!/bin/sh\necho "$1 $A $PROVISION_AGE_KEY" $(pwd -P)\necho noise >&2\n')).to.deep.equal({
      is: "output",
      text: `--list 1  ${folder}\n`,
    });
  });

  const FAILURES: readonly (readonly [string, string, readonly string[]])[] = [
    ["#!/bin/sh\necho no token >&2; exit 3\n", "failed with exit code 3", ["no token"]],
    ["#!/bin/sh\nkill -9 $$\n", "was ended by SIGKILL", []],
    ["#!/bin/sh\nyes\n", "printed more than", []],
    ["#!/no/such/interpreter\n", "cannot be started", []],
  ];
  for (const [text, problem, details] of FAILURES) {
    it(`reports that a program ${problem}`, async () => {
      const output = await run(text);
      expect(output.is === "failed" ? output.problem : "").to.include(problem);
      expect(output.is === "failed" ? output.details : "").to.deep.equal(details);
    });
  }

  it("ends a program that takes too long", async () => {
    const output = await run("#!/bin/sh\nexec tail -f /dev/null\n", { seconds: 0.05, bytes: 1000 });
    expect(output.is === "failed" ? output.problem : "").to.equal("did not end within 0.05 s");
  });

  it("runs each call once", async () => {
    const programs = inventoryPrograms({ cwd: folder, env: { PATH: process.env["PATH"] } });
    const file = await write("#!/bin/sh\necho x >> calls\n");
    await Promise.all([programs(file, ["--list"]), programs(file, ["--list"]), programs(file, ["--host", "a"])]);
    expect(await readFile(path.join(folder, "calls"), "utf8")).to.equal("x\nx\n");
  });

  it("is what a run uses for -i", () =>
    withProject(async ({ folder: root, run: provision, write: writeTo }) => {
      await writeTo("site.yaml", "- hosts: web\n");
      await writeTo("inventory", '#!/bin/sh\necho \'{"web": ["w1"], "_meta": {"hostvars": {}}}\'\n');
      await chmod(path.join(root, "inventory"), 0o755);
      const ran = await provision(["site.yaml", "-i", "inventory", "--list-hosts"]);
      expect(ran.out).to.include("hosts (1):\n    w1\n");
    }));

  it("does not run a program that others can change", () =>
    withProject(async ({ folder: root, run: provision, write: writeTo, files }) => {
      await writeTo("site.yaml", "- hosts: web\n");
      await writeTo("inventory", "#!/bin/sh\ntouch ran\n");
      await chmod(path.join(root, "inventory"), 0o777);
      const ran = await provision(["site.yaml", "-i", "inventory", "--list-hosts"]);
      expect(ran.err + ran.out).to.include("cli/unsafe-project");
      expect(await files(root)).to.not.include("ran");
    }));
});
