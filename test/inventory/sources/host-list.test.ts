import { expect } from "chai";
import { load, loaded, reported, withProject } from "../../load/temporary-project.ts";

const loadList = (list: string, files: Readonly<Record<string, string>> = {}) =>
  withProject({ "site.yaml": "- hosts: all\n", ...files }, (root) => load(root, { inventories: [list] }));

describe("inventory/sources/host-list", () => {
  it("takes what has a comma as hosts, with their ports and ranges", async () => {
    const { hosts, settings } = loaded(await loadList("web[1:2], db:2222,,10.0.0.1,"));
    expect(hosts.map(({ name }) => `${name} ${settings.get(name)?.port ?? 22}`)).to.deep.equal([
      "web1 22",
      "web2 22",
      "db 2222",
      "10.0.0.1 22",
    ]);
    expect(hosts.map(({ groups }) => groups.join())).to.deep.equal(Array<string>(4).fill("all,ungrouped"));
  });

  it("reads the variables next to the project, as for a file there", async () => {
    const files = { "group_vars/all.yaml": "ssh_port: 2200\n" };
    expect(loaded(await loadList("web,", files)).settings.get("web")?.port).to.equal(2200);
  });

  it("prefers a file of that name", async () => {
    const files = { "a,b": "all: { hosts: { web: {} } }\n" };
    expect(loaded(await loadList("a,b", files)).hosts.map(({ name }) => name)).to.deep.equal(["web"]);
  });

  it("reports what is no name, no range or no port, and a list without hosts", async () => {
    const codes = async (list: string) => reported(await loadList(list));
    expect(await codes("we b,ok")).to.deep.equal(["-i we b,ok:1:1 inventory/bad-host-name"]);
    expect(await codes("web[2:1],")).to.deep.equal(["-i web[2:1],:1:1 inventory/bad-range"]);
    expect(await codes("web:99999,")).to.deep.equal(["-i web:99999,:1:1 inventory/bad-setting"]);
    expect(await codes(",")).to.deep.equal(["inventory/no-hosts"]);
  });
});
