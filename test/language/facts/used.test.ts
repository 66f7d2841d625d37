import { expect } from "chai";
import { compileExpression } from "../../../src/language/cel/expression.ts";
import { compileTemplate } from "../../../src/language/template/template.ts";

const AT = { file: "a.yaml", line: 1, col: 1 };

function factsOf(text: string): readonly string[] {
  const compiled = text.includes("{{") ? compileTemplate(text, AT, "file") : compileExpression(text, AT);
  if (!compiled.ok) throw new Error(compiled.faults[0].message);
  return [...new Set(compiled.value.facts)];
}

describe("language/facts/used", () => {
  const cases: readonly (readonly [text: string, facts: readonly string[]])[] = [
    ["facts.mounts[0].size_total > 1", ["mounts"]],
    ["facts['mounts'].size() > 0 && facts.os.id == 'a'", ["mounts", "os"]],
    ["hostvars[x].facts.default_ipv4.address == y", ["default_ipv4"]],
    ["hostvars['x']['facts']['env'] == y", ["env"]],
    ["groups.db.map(h, hostvars[h].facts.fqdn) == y", ["fqdn"]],
    ["defined(facts.lsb)", ["lsb"]],
    ["defined('facts.lsb.id')", ["lsb"]],
    ["has(facts.lsb)", ["lsb"]],
    ["default(facts.python.version, '')  == ''", ["python"]],
    ["x[facts.user] == 1", ["user"]],
    ["facts[x] == 1", ["*"]],
    ["facts[facts.user] == 1", ["*", "user"]],
    ["size(facts) > 1", ["*"]],
    ["hostvars.db.facts == x", ["*"]],
    ["x.mounts == 1", []],
    ["{{facts.mounts.0.device}}", ["mounts"]],
    ["{{hostvars.db.facts.env.LANG}}", ["env"]],
    ["{{#each groups.db}}{{lookup (lookup @root.hostvars this) 'facts'}}{{/each}}", ["*"]],
    ["{{default facts.local.site.color 'red'}}", ["local"]],
    ["{{#if facts.lsb}}{{facts.lsb.id}}{{/if}}", ["lsb"]],
    ["{{#with facts}}{{os.id}}{{/with}}", ["*"]],
    ["{{json facts}}", ["*"]],
    ["the facts of {{host}}", []],
  ];
  for (const [text, facts] of cases)
    it(`finds ${JSON.stringify(facts)} in ${text}`, () => expect(factsOf(text)).to.deep.equal(facts));
});
