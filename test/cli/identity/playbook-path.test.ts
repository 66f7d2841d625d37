import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { pathInProject } from "../../../src/cli/identity/playbook-path.ts";

describe("cli/identity/playbook-path", () => {
  let folder: string;
  let project: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "provision-playbook-")));
    project = path.join(folder, "project");
    mkdirSync(path.join(project, "books"), { recursive: true });
    writeFileSync(path.join(project, "books/site.yaml"), "");
    symlinkSync(project, path.join(folder, "link"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("names a playbook as the project does if its path leads through a link", async () => {
    const linked = path.join(folder, "link/books/site.yaml");
    expect(await pathInProject(linked, project)).to.equal("books/site.yaml");
    expect(await pathInProject("../link/books/site.yaml", project)).to.equal("books/site.yaml");
    expect(await pathInProject(path.join(project, "books/site.yaml"), path.join(folder, "link"))).to.equal(
      "books/site.yaml",
    );
  });

  it("leaves every other path as it is", async () => {
    symlinkSync("site.yaml", path.join(project, "books/other.yaml"));
    const whole = path.join(project, "books/site.yaml");
    for (const playbook of [
      "books/site.yaml",
      "books/other.yaml",
      "missing.yaml",
      "../missing.yaml",
      whole,
      "/dev/null",
    ]) {
      expect(await pathInProject(playbook, project)).to.equal(playbook);
    }
  });
});
