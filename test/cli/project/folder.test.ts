import { expect } from "chai";
import path from "node:path";
import { orWrongFolder } from "../../../src/cli/project/folder.ts";
import { cliErrors } from "../../../src/errors/catalogue/cli.ts";
import { faultsOf } from "../../../src/errors/define.ts";
import { inventoryFault } from "../../../src/errors/catalogue/inventory.ts";
import { loadFault } from "../../../src/errors/catalogue/load.ts";
import type { Fault } from "../../../src/errors/fault.ts";
import type { NonEmpty } from "../../../src/model/non-empty.ts";
import { withProject } from "../../load/temporary-project.ts";

const PROJECT = {
  "p/inventory.yaml": "all:\n",
  "p/roles/r/tasks/main.yaml": "[]\n",
  "p/playbooks/deep/site.yaml": "[]\n",
  "other/alone.yaml": "[]\n",
};
const NO_ROLE = loadFault("load/unknown-role", { name: "r", near: undefined });
const NO_INVENTORY = inventoryFault("inventory/missing-file", { path: "inventory.yaml" });

/** The hint, or else the codes, for a run in a folder of the project above that found these faults. */
function outcome(cwd: string, playbooks: NonEmpty<string>, faults: NonEmpty<Fault> = [NO_ROLE, NO_INVENTORY]) {
  return withProject(PROJECT, async (root) => {
    const found = await orWrongFolder(faults, path.join(root, cwd), playbooks);
    const [{ code, hint }] = found;
    return code === "cli/wrong-folder" ? hint.replaceAll(root, "") : found.map((fault) => fault.code);
  });
}

describe("cli/project-folder", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["p/playbooks/deep", "site.yaml", "playbooks/deep/site.yaml"],
    ["p/playbooks", "deep/site.yaml", "playbooks/deep/site.yaml"],
    ["p/roles/r", "playbooks/deep/site.yaml", "playbooks/deep/site.yaml"],
    ["other", "../p/playbooks/deep/site.yaml", "playbooks/deep/site.yaml"],
  ];
  for (const [cwd, playbook, shown] of cases) {
    it(`says where the project is, for ${playbook} in ${cwd}`, async () => {
      expect(await outcome(cwd, [playbook])).to.equal(`Run provision there: \`cd /p && provision ${shown}\`.`);
    });
  }

  it("quotes paths with blanks", () => {
    const parameters = { cwd: "/", project: "/my site", playbooks: ["it's.yaml"] };
    const { hint } = faultsOf(cliErrors)("cli/wrong-folder", parameters);
    expect(hint).to.equal("Run provision there: `cd '/my site' && provision 'it'\\''s.yaml'`.");
  });

  it("keeps the faults in the project's own folder", async () => {
    expect(await outcome("p", ["playbooks/none.yaml"])).to.deep.equal(["load/unknown-role", "inventory/missing-file"]);
  });

  it("keeps the faults if there is no project", async () => {
    expect(await outcome("other", ["alone.yaml"])).to.deep.equal(["load/unknown-role", "inventory/missing-file"]);
  });

  it("keeps faults that another folder would not mend", async () => {
    const fault = loadFault("load/missing-key", { key: "hosts", of: "A play" });
    expect(await outcome("p/playbooks/deep", ["site.yaml"], [fault])).to.deep.equal(["load/missing-key"]);
  });
});
