import { expect } from "chai";
import { planProject, unknownTags } from "../../src/plan/plan-project.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

const DEBUG = "  tasks:\n    - debug: { msg: x }\n";
const ALL = { tags: [], skip: [] };

async function load(playbook: string, limit?: string) {
  const inventory = "all:\n  hosts: { server1:, server2: }\n  children:\n    empty: {}\n";
  return loaded(await loadFiles({ "inventory.yaml": inventory, "site.yaml": playbook }, { limit }));
}

describe("plan/plan-project: planProject", () => {
  it("plans each play on the hosts of its pattern, within the limit", async () => {
    const { plan, warnings } = planProject(
      await load(`- hosts: all\n${DEBUG}- hosts: server1\n${DEBUG}`, "server2"),
      ALL,
    );
    expect(plan.plays.map(({ batches }) => batches.flat().map(({ name }) => name))).to.deep.equal([["server2"], []]);
    expect(warnings).to.deep.equal([]);
  });

  it("warns of a play whose pattern matches no host", async () => {
    const { warnings } = planProject(await load(`- hosts: all\n${DEBUG}- hosts: empty\n${DEBUG}`), ALL);
    expect(warnings.map(({ code, origin }) => `${code} ${String(origin?.line)}`)).to.deep.equal(["run/no-hosts 4"]);
  });
});

describe("plan/plan-project: unknownTags", () => {
  it("names each tag that nothing has, once, and the one that was probably meant", async () => {
    const { project } = await load(`- hosts: all\n  tags: [kafka]\n${DEBUG}`);
    const faults = unknownTags(project, { tags: ["kafak", "all"], skip: ["kafak", "kafka", "never"] });
    expect(faults.map(({ code }) => code)).to.deep.equal(["run/unknown-tag"]);
    expect(faults[0]?.message).to.include("kafak");
    expect(faults[0]?.hint).to.include("kafka");
  });
});
