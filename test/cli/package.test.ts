import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const { name, dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
};

/** The package as npm packs and unpacks it, in an empty project with the dependencies of this one. */
describe("the package", function () {
  this.timeout(120_000);
  let folder: string;
  let installed: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-package-"));
    installed = join(folder, "node_modules", name);
    execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], { cwd: ROOT });
    const [packed = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", join(folder, packed), "--strip-components=1", "-C", installed]);
    for (const dependency of Object.keys(dependencies)) {
      const link = join(folder, "node_modules", dependency);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", dependency), link);
    }
  });
  after(() => rmSync(folder, { recursive: true }));

  function provision(args: readonly string[], cwd = folder) {
    const env = { PATH: process.env["PATH"], HOME: folder };
    const argv = [join(installed, "bin", "provision.js"), ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd, env, encoding: "utf8" });
    return { status, stdout, stderr };
  }

  it("says its version and describes its modules", () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(provision(["--version"])).to.deep.equal({ status: 0, stdout: `${version}\n`, stderr: "" });
    expect(provision(["doc", "copy"]).stdout).to.include("copy: ");
  });

  it("makes a project and validates it", () => {
    expect(provision(["init", "new"]).status).to.equal(0);
    const project = join(folder, "new");
    writeFileSync(join(project, ".env"), "SERVER1=192.0.2.11\n");
    expect(provision(["site.yaml", "--syntax-check"], project)).to.include({ status: 0, stderr: "" });
  });

  it("has the whole site of the pipeline", () => {
    expect(provision(["init", "site", "--pipeline"]).status).to.equal(0);
    const site = join(folder, "site");
    writeFileSync(join(site, ".env"), "SERVER1=192.0.2.11\nSERVER2=192.0.2.12\n");
    expect(provision(["playbooks/site.yaml", "--list-hosts"], site)).to.include({ status: 0, stderr: "" });
    expect(readdirSync(site)).to.include.members(["inventory.yaml", "playbooks", "profiles", "roles", "templates"]);
  });

  it("has the types of modules, for those of a project", () => {
    const of = (summary: string) => `// @ts-check
/** @param {import("${name}").Kit} kit */
export default ({ pureModule }) =>
  pureModule({
    ...{ name: "hello", summary: ${summary}, args: { required: [], properties: {} } },
    examples: [{ title: "Says it", args: {} }],
    decide: () => ({ changes: [], result: {} }),
  });
`;
    writeFileSync(join(folder, "good.mjs"), of('"Says hello."'));
    writeFileSync(join(folder, "wrong.mjs"), of("5"));
    const compilerOptions = {
      ...{ allowJs: true, checkJs: true, noEmit: true, strict: true, module: "nodenext", target: "es2023" },
      ...{ types: ["node"], typeRoots: [join(ROOT, "node_modules/@types")] },
    };
    const problems = (file: string) => {
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
      return spawnSync(process.execPath, [compiler, "-p", folder], { cwd: folder, encoding: "utf8" }).stdout;
    };
    expect(problems("good.mjs")).to.equal("");
    expect(problems("wrong.mjs")).to.match(/^wrong\.mjs\(\d+,\d+\): error TS\d+: [^]*summary/);
  });

  it("has what accompanies a package, and no maps without sources", () => {
    expect(readdirSync(installed)).to.include.members(["CHANGELOG.md", "LICENSE", "README.md"]);
    const files = readdirSync(join(installed, "dist"), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".map"))).to.deep.equal([]);
  });
});
