import fc from "fast-check";
import type { Inventory } from "../../../src/inventory/inventory.ts";
import { matchPattern } from "../../../src/inventory/patterns/patterns.ts";
import { loaded, loadFiles } from "../../load/temporary-project.ts";

/** Hosts of each group, in Ansible's order: as Ansible's own inventory of the same file lists them. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  all: ["lone", "web1", "web2", "web3", "db1", "db2"],
  web: ["web1", "web2", "web3"],
  db: ["db1", "db2", "web3"],
  site: ["web1", "web2", "web3", "db1", "db2"],
};

const INVENTORY = `all:
  hosts: { lone: }
  children:
    web: { hosts: { "web[1:3]": } }
    db: { hosts: { "db[1:2]": , web3: } }
    site: { children: { web: , db: } }
`;

/** A term with the hosts that it means, in order. */
interface Term {
  readonly text: string;
  readonly hosts: readonly string[];
}

const HOSTS = GROUPS["all"] ?? [];
const groupTerm = fc.constantFrom(...Object.entries(GROUPS)).map(([text, hosts]): Term => ({ text, hosts }));
const hostTerm = fc.constantFrom(...HOSTS).map((text): Term => ({ text, hosts: [text] }));
const globTerm = fc.constantFrom<Term>(
  { text: "*", hosts: HOSTS },
  { text: "web*", hosts: ["web1", "web2", "web3"] },
  { text: "d?1", hosts: ["db1"] },
  { text: "~.*[12]$", hosts: ["web1", "web2", "db1", "db2"] },
  { text: "~lone|db1", hosts: ["lone", "db1"] },
);
const indexTerm = groupTerm.chain(({ text, hosts }) =>
  fc.integer({ min: -hosts.length, max: hosts.length - 1 }).map((index): Term => {
    const host = hosts[index < 0 ? hosts.length + index : index];
    return { text: `${text}[${index}]`, hosts: host === undefined ? [] : [host] };
  }),
);
const rangeTerm = groupTerm.chain(({ text, hosts }) =>
  fc.tuple(fc.nat(hosts.length - 1), fc.option(fc.nat(9))).map(([first, more]): Term => {
    const last = more === null ? undefined : first + more;
    // Both ends belong to the range.
    const chosen = hosts.filter((_, index) => index >= first && (last === undefined || index <= last));
    return { text: `${text}[${first}:${last ?? ""}]`, hosts: chosen };
  }),
);
const term = fc.oneof(groupTerm, hostTerm, globTerm, indexTerm, rangeTerm);
const signed = fc.tuple(fc.constantFrom("", "", "!", "&"), term);
const separator = fc.constantFrom(":", ",", ", ", " : ");

/** Ansible's rule in plain words: the terms without a sign are added, then each `&` keeps, then each `!` removes. */
function reference(terms: readonly (readonly [string, Term])[]): string[] {
  const of = (sign: string) => terms.flatMap(([own, { hosts }]) => (own === sign ? [hosts] : []));
  const regular = of("").length === 0 ? [HOSTS] : of("");
  let result = HOSTS.filter((host) => regular.some((hosts) => hosts.includes(host)));
  for (const kept of of("&")) result = result.filter((host) => kept.includes(host));
  for (const removed of of("!")) result = result.filter((host) => !removed.includes(host));
  return result;
}

describe("inventory/patterns: the rules of Ansible", () => {
  let inventory: Inventory;

  before(async () => {
    ({ inventory } = loaded(await loadFiles({ "inventory.yaml": INVENTORY, "site.yaml": "- hosts: all\n" })));
  });

  it("holds for any terms in any order, with any separators", () => {
    const terms = fc.array(fc.tuple(signed, separator), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(terms, (parts) => {
        const pattern = parts.map(
          ([[sign, { text }], after], index) => `${sign}${text}${index < parts.length - 1 ? after : ""}`,
        );
        const outcome = matchPattern(inventory, pattern.join(""), undefined);
        const found = outcome.ok ? outcome.value.map(({ name }) => name) : outcome.faults.map(({ message }) => message);
        const expected = reference(parts.map(([own]) => own));
        if (found.join() !== expected.join())
          throw new Error(`${pattern.join("")}: ${found.join()} instead of ${expected.join()}`);
      }),
      { numRuns: 1000 },
    );
  });
});
