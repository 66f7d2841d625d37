import { expect } from "chai";
import type { Inventory } from "../../../src/inventory/inventory.ts";
import { matchPattern } from "../../../src/inventory/patterns/patterns.ts";
import { loaded, loadFiles } from "../../load/temporary-project.ts";

const INVENTORY = `all:
  hosts: { lone: }
  children:
    mixed: { hosts: { zulu: , lone: }, children: { web: } }
    nobody: {}
    web: { hosts: { "web[1:3]": } }
    db: { hosts: { db1: , web3: } }
    site: { children: { web: , db: } }
`;

const INCOMPLETE = (sign: string) =>
  `inventory/incomplete-pattern Write a host or group after \`${sign}\`, or remove the \`${sign}\`. If the name comes from a variable of the shell, the variable is empty.`;

const NO_MEMBER = (last: number, count: number) =>
  `inventory/no-such-member Write a number from 0 to ${last}, or from -1, the last host, to -${count}. A range such as [0:2] includes both ends.`;

describe("inventory/patterns/patterns", () => {
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
    ["all", "lone zulu web1 web2 web3 db1"],
    ["*", "lone zulu web1 web2 web3 db1"],
    ["site", "web1 web2 web3 db1"],
    ["db:lone", "lone web3 db1"],
    ["db, lone", "lone web3 db1"],
    ["web:!db", "web1 web2"],
    ["web:&db", "web3"],
    ["!web", "lone zulu db1"],
    ["web[0]", "web1"],
    ["web[-1]", "web3"],
    ["web[-3]", "web1"],
    ["web[1:2]", "web2 web3"],
    ["web[1:]", "web2 web3"],
    ["web[:1]", "web1 web2"],
    ["web[0:99]", "web1 web2 web3"],
    ["site[3]", "db1"],
    ["mixed[0]", "zulu"],
    ["mixed[1:2]", "lone web1"],
    ["w*[1]", "web2"],
    ["all:!web[0]", "lone zulu web2 web3 db1"],
    ["site:&web[0:1]", "web1 web2"],
    ["web[3]", NO_MEMBER(2, 3)],
    ["web[-4]", NO_MEMBER(2, 3)],
    ["web[3:5]", NO_MEMBER(2, 3)],
    ["web[13]", NO_MEMBER(2, 3)],
    ["nobody[0]", "inventory/no-such-member Add hosts to `nobody`, or remove the brackets."],
    ["web[12", "inventory/unknown-pattern Did you mean `web1`?"],
    ["web[[12]", "web1 web2"],
    ["?eb[12]*", "web1 web2"],
    ["zul[uv]", "zulu"],
    ["web1[3]", NO_MEMBER(0, 1)],
    ["db[:]", "inventory/unknown-pattern List the hosts of each play with `--list-hosts`."],
    ["~web\\d", "web1 web2 web3"],
    ["~b", "inventory/unknown-pattern Did you mean `db`?"],
    ["~.*b1", "web1 db1"],
    ["~(web|db)[12]$", "web1 web2 db1"],
    ["~(?:lone|zulu)", "lone zulu"],
    ["~w[a-f]{1,2}3,lone", "lone web3"],
    ["all:!~web[0-9]:!lone", "zulu db1"],
    ["&db:web", "web3"],
    ["!db1:db", "web3"],
    ["!web, all", "lone zulu db1"],
    ["web lone", "lone web1 web2 web3"],
    ["~[", "inventory/bad-regular-expression Write ] where the set ends, or \\[ for a literal bracket."],
    ["*1", "web1 db1"],
    ["l?ne", "lone"],
    ["web:!all", ""],
    ["wbe", "inventory/unknown-pattern Did you mean `web`?"],
    ["web[!12]", "web3"],
    ["web[1-2]", "web1 web2"],
    ["[z-a]*", "inventory/unknown-pattern List the hosts of each play with `--list-hosts`."],
    ["all:!", INCOMPLETE("!")],
    ["all:&", INCOMPLETE("&")],
    ["~", INCOMPLETE("~").replace("host or group", "regular expression")],
    ["all:!~", INCOMPLETE("!~").replace("host or group", "regular expression")],
    ["all:!:web", INCOMPLETE("!")],
    ["!", INCOMPLETE("!")],
    ["all:!dbb", "inventory/unknown-pattern Did you mean `db`?"],
  ];
  for (const [pattern, hosts] of cases) {
    it(`matches ${pattern}`, () => expect(match(pattern)).to.equal(hosts));
  }

  const ranges: readonly (readonly [pattern: string, written: string, hosts: string])[] = [
    ["w[1:3]", "w[1-3]", "w1 w2 w3"],
    ["w[2:]", "w[2-9]", "w2 w3"],
    ["w[:2]", "w[0-2]", "w1 w2"],
    ["all:!w[1:2]", "w[1-2]", "w1 w2"],
    ["w[1:12]", "~w\\d+$", "w1 w2 w3 w12"],
  ];
  for (const [pattern, written, hosts] of ranges) {
    it(`rejects ${pattern} without a group of that name, and says what to write`, async () => {
      const files = { "inventory.yaml": "x: { hosts: { w1: , w2: , w3: , w12: } }\n", "site.yaml": "- hosts: all\n" };
      const { inventory: numbered } = loaded(await loadFiles(files));
      const outcome = matchPattern(numbered, pattern, undefined);
      const [fault] = outcome.ok ? [] : outcome.faults;
      expect(fault?.code).to.equal("inventory/range-as-glob");
      expect(fault?.hint).to.include(`write \`${written}\`.`);
      const obeyed = matchPattern(numbered, written, undefined);
      expect(obeyed.ok && obeyed.value.map(({ name }) => name).join(" ")).to.equal(hosts);
    });
  }
});
