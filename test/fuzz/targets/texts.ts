import { parseDotenv } from "../../../src/inventory/sources/dotenv.ts";
import { parseYaml } from "../../../src/load/yaml/parse.ts";
import type { ValueMap } from "../../../src/model/value.ts";
import { calculate, render } from "../../language/support.ts";
import { damaged } from "../random.ts";
import type { Target } from "../target.ts";

const VALUES: ValueMap = {
  name: "one",
  count: 3,
  hosts: ["a", "b"],
  map: { key: "value", list: [1, 2.5, null, true] },
};

const TEMPLATE = `{{#each hosts}}{{@index}}: {{this}} {{/each}}{{#if (eq count 3)}}{{upper name}}{{else}}{{map.key}}{{/if}}
{{default missing "none"}} {{ join hosts "," }} {{{ map.list.[1] }}} {{! comment }} {{#unless count}}x{{/unless}} {{> part a=1}}`;

const EXPRESSION = `size(hosts) > 1 && hosts.exists(h, h == name) ? map.key.matches("^v.*e$") : map.list[1] + double(count) >= 2.5 || has(map.x)`;

const YAML = `- name: Play # comment
  hosts: all
  vars: { a: &a [1, 0x1F, 1.10], b: *a, c: !cel 'a > 1' }
  tasks:
    - name: "Quoted \\u00e9"
      copy: { dest: /a, content: |2
          text
        }
      when: 'it''s'
    - shell: >-
        echo folded
`;

const DOTENV = `# comment
export NAME=value
QUOTED="two words" # comment
SINGLE='it is'
EMPTY=
`;

function textTarget(name: string, text: string, use: (text: string) => unknown): Target {
  return {
    name,
    run(random) {
      use(damaged(text, random));
      return Promise.resolve();
    },
  };
}

/** Texts that people write. */
export const texts: readonly Target[] = [
  textTarget("template", TEMPLATE, (text) => render(text, VALUES, "file")),
  textTarget("cel", EXPRESSION, (text) => calculate(text, VALUES)),
  textTarget("yaml", YAML, (text) => parseYaml(text, "site.yaml")),
  textTarget("dotenv", DOTENV, (text) => parseDotenv(text, ".env")),
];
