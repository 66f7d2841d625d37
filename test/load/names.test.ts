import { expect } from "chai";
import { loadFiles } from "./temporary-project.ts";

/** The hints of the faults of a play with this condition. */
async function hints(condition: string): Promise<string[]> {
  const site = `- hosts: all\n  vars: { app: x }\n  tasks:\n    - { name: A, command: id, when: ${condition} }\n`;
  const outcome = await loadFiles({ "site.yaml": site });
  return outcome.ok ? [] : outcome.faults.map(({ hint }) => hint);
}

describe("load/names", () => {
  const written: Readonly<Record<string, string>> = {
    "size(groups.web-servers) > 0": 'If `-` is a part of the name, write `groups["web-servers"]`.',
    "size(groups.a-b-c) > 0": 'If `-` is a part of the name, write `groups["a-b-c"]`.',
    "facts.mounts.x-y == 1": 'If `-` is a part of the name, write `facts.mounts["x-y"]`.',
  };
  for (const [condition, hint] of Object.entries(written)) {
    it(`says how to write a name with a minus in ${condition}`, async () => {
      expect((await hints(condition))[0]).to.equal(hint);
    });
  }

  for (const [word, meant] of Object.entries({ no: "false", yes: "true", on: "true", Off: "false", '"no"': "false" })) {
    it(`says what ${word} means`, async () => {
      expect(await hints(word)).to.deep.equal([`Write ${meant}.`]);
    });
  }

  it("says what to define for any other name", async () => {
    expect(await hints("3 - apps > 0")).to.deep.equal(["Did you mean `app`?"]);
    expect(await hints("nowhere")).to.deep.equal([
      "Define it in a role's defaults, in group_vars or under vars, or set it with -e.",
    ]);
  });
});
