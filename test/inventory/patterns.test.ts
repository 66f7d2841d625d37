import { expect } from "chai";
import type { Inventory } from "../../src/inventory/inventory.ts";
import { matchPattern } from "../../src/inventory/patterns.ts";
import { loaded, loadFiles } from "../load/temporary-project.ts";

const INVENTORY = `all:
  hosts: { lone: }
  children:
    web: { hosts: { "web[1:3]": } }
    db: { hosts: { db1: , web3: } }
    site: { children: { web: , db: } }
`;

const INCOMPLETE = (sign: string) =>
  `inventory/incomplete-pattern Write a host or group after \`${sign}\`, or remove the \`${sign}\`. If the name comes from a variable of the shell, the variable is empty.`;

describe("inventory/patterns", () => {
  let inventory: Inventory;

  before(async () => {
    const files = { "inventory.yaml": INVENTORY, "site.yaml": "- hosts: all\n" };
    ({ inventory } = loaded(await loadFiles(files)));
  });

  const match = (pattern: string) => {
    const outcome = matchPattern(inventory, pattern, undefined);
    return outcome.ok
      ? outcome.value.map(({ name }) => name).join(" ")
      : outcome.faults.map(({ code, hint }) => `${code} ${hint}`).join();
  };

  const cases: readonly (readonly [string, string])[] = [
    ["all", "lone web1 web2 web3 db1"],
    ["*", "lone web1 web2 web3 db1"],
    ["site", "web1 web2 web3 db1"],
    ["db:lone", "lone web3 db1"],
    ["db, lone", "lone web3 db1"],
    ["web:!db", "web1 web2"],
    ["web:&db", "web3"],
    ["!web", "lone db1"],
    ["web[13]", "web1 web3"],
    ["*1", "web1 db1"],
    ["l?ne", "lone"],
    ["web:!all", ""],
    ["wbe", "inventory/unknown-pattern Did you mean `web`?"],
    ["web[!12]", "web3"],
    ["web[1-2]", "web1 web2"],
    ["[z-a]*", "inventory/unknown-pattern List the hosts of each play with `--list-hosts`."],
    ["all:!", INCOMPLETE("!")],
    ["all:&", INCOMPLETE("&")],
    ["all:!:web", INCOMPLETE("!")],
    ["!", INCOMPLETE("!")],
    ["all:!dbb", "inventory/unknown-pattern Did you mean `db`?"],
  ];
  for (const [pattern, hosts] of cases) {
    it(`matches ${pattern}`, () => expect(match(pattern)).to.equal(hosts));
  }
});
