import { expect } from "chai";
import { loaded, loadFiles } from "../../load/temporary-project.ts";

/** The hint of the warning about an ansible.cfg. */
async function hintFor(text: string): Promise<string | undefined> {
  const { warnings } = loaded(await loadFiles({ "site.yaml": "- hosts: all\n", "ansible.cfg": text }));
  expect(warnings.map(({ message }) => message)).to.deep.equal(["The project's ansible.cfg is not read."]);
  return warnings[0]?.hint;
}

describe("inventory/sources/ansible-cfg", () => {
  it("names what to write instead of each setting, in one line", async () => {
    const text = `[defaults]
# comment = 1
; forks = 1
inventory = hosts.yaml,more.yaml
remote_user=deploy
forks: 20 ; many
host_key_checking = False
nocows = 1

[privilege_escalation]
become = True
become_ask_pass = no
become_user = app
`;
    expect(await hintFor(text)).to.equal(
      "Instead of its settings: inventory: write `-i hosts.yaml -i more.yaml`; remote_user: write `-u deploy`; forks: write `-f 20`; " +
        "host_key_checking: host keys are always checked; nocows: has no counterpart; become: write `--become`; " +
        "become_ask_pass: nothing needs to be written; become_user: write `become_user: app` under `vars` in the inventory.",
    );
  });

  it("says that nothing is to be done for a file without settings", async () => {
    expect(await hintFor("[defaults]\n# forks = 20\n")).to.equal("Nothing needs to be done: it contains no settings.");
  });

  it("says nothing without the file", async () => {
    expect(loaded(await loadFiles({ "site.yaml": "- hosts: all\n" })).warnings).to.deep.equal([]);
  });
});
