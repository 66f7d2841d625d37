import { readFileSync } from "node:fs";
import { expect } from "chai";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly name?: string }>>;
}

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** An installation with more packages than that has to be argued for. */
const MOST = 40;

describe("repository/dependencies", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
  const own = JSON.parse(readFileSync("package.json", "utf8")) as Package;
  const page = readFileSync("docs/dependencies.md", "utf8");
  // Every path is one installed package: two versions of one count twice. An empty package stands in for one that is not installed.
  const installed = Object.entries(lock.packages).filter(
    ([path, { dev, name }]) => path !== "" && !dev && name !== "empty-npm-package",
  );
  const names = installed.map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));

  it("are at most 40 packages at run time, as the page says", () => {
    expect(names.length, names.join(" ")).to.be.at.most(MOST);
    expect(page).to.include(`A production installation has ${names.length} packages`);
  });

  it("are on the page, each with a reason", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    expect(names.filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))).to.deep.equal([]);
    for (const row of rows)
      expect(
        row
          .split("|")
          .map((cell) => cell.trim())
          .slice(1, -1),
        row,
      ).to.not.include("");
  });

  it("are pinned to exact versions", () => {
    const versions = Object.entries({ ...own.dependencies, ...own.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).to.deep.equal([]);
  });

  it("have no address of a registry in the lock file, which belongs to one machine", () => {
    expect(JSON.stringify(lock)).to.not.include('"resolved"');
  });
});
