import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { DIFFERENCES } from "./differences.ts";
import { casesOf, recordedFile, topics } from "./play/case.ts";
import { differencesBetween, type CaseOutcome } from "./play/outcome.ts";
import { runWithProvision } from "./play/provision.ts";

describe("ansible", () => {
  for (const topic of topics()) {
    describe(topic, () => {
      const recorded = JSON.parse(readFileSync(recordedFile(topic), "utf8")) as Record<string, CaseOutcome>;
      const cases = casesOf(topic);

      it("has a recording of each case, and of no other", () => {
        expect(Object.keys(recorded)).to.deep.equal(cases.map(({ title }) => title));
      });

      for (const spec of cases) {
        it(spec.title, async () => {
          const known = recorded[spec.title];
          if (!known) throw new Error("Not recorded: npm run test:ansible -- --record");
          expect(known.end === "refused", "whether Ansible refuses it").to.equal(spec.refused);
          const found = differencesBetween(await runWithProvision(spec), known);
          if (spec.difference === undefined) expect(found).to.deep.equal([]);
          else expect(found, `the difference \`${spec.difference}\``).not.to.deep.equal([]);
        });
      }
    });
  }

  it("explains each difference, and shows it in a case", () => {
    const shown = new Set(topics().flatMap((topic) => casesOf(topic).flatMap(({ difference }) => difference ?? [])));
    expect([...shown].sort()).to.deep.equal(Object.keys(DIFFERENCES).sort());
    expect(shown.size).to.be.at.most(15);
    const headings = readFileSync(join(dirname(recordedFile("")), "../../../docs/from-ansible.md"), "utf8").split("\n");
    for (const heading of Object.values(DIFFERENCES)) expect(headings).to.include(`## ${heading}`);
  });
});
