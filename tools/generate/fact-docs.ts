import { ANSIBLE_FACTS } from "../../src/language/facts/ansible-names.ts";
import { FACTS } from "../../src/language/facts/catalogue.ts";
import { MODULE_FACTS } from "../../src/language/facts/module-facts.ts";
import { toJson } from "../../src/model/json.ts";
import type { GeneratedFile } from "./files.ts";
import { page, prose, table } from "./markdown.ts";

/** The page of all facts, and of Ansible's names for them. */
export function factDoc(): GeneratedFile {
  const rows = FACTS.map(({ name, source, type, example, meaning }) => [
    `\`facts.${name}\``,
    type,
    prose(meaning),
    `\`${toJson(example)}\``,
    source,
  ]);
  const read = MODULE_FACTS.map(({ name, module, type, example, meaning }) => [
    `\`facts.${name}\``,
    `[\`${module}\`](modules/${module}.md)`,
    type,
    prose(meaning),
    `\`${toJson(example)}\``,
  ]);
  const names = Object.entries(ANSIBLE_FACTS).map(([ansible, ours]) => [`\`ansible_${ansible}\``, `\`${ours}\``]);
  const lines = [
    "# Facts",
    "",
    "The variable `facts` has what provision reads of a host before a play, in one round trip. It reads what the project's text names:",
    "`facts.mounts` in a task, a template or a condition makes it read the mounts, and a project without `facts` reads nothing. Where the",
    "text does not say which fact it needs (`{{json facts}}`), all are read. Facts with the same source are read together.",
    "",
    "`gather_facts: false` on a play reads nothing, `gather_facts: true` reads facts even if nothing uses them. `gather_subset` names what to",
    "read instead: `all`, `min`, `hardware`, `network`, `virtual` or facts, and with a `!` what to leave out. Facts that were not read are absent.",
    "",
    "A task with [`setup`](modules/setup.md) reads facts again, or at all if the play has read none.",
    "",
    "No source fails another. What a host does not say, or does not say in time, is null. The host needs neither Python nor `ip`.",
    "",
    ...table(["fact", "type", "what it is", "example", "source"], rows),
    "",
    "## Facts that tasks read",
    "",
    "These are absent until a task with the module has run on the host.",
    "",
    ...table(["fact", "module", "type", "what it is", "example"], read),
    "",
    "`facts.getent_DATABASE` has what a task with [`getent`](modules/getent.md) has read of a database, such as `facts.getent_passwd`.",
    "",
    "## Ansible's names",
    "",
    "Ansible's names are errors that say what to write. `ansible_facts.x` and `ansible_facts['x']` are the same facts as `ansible_x`, and",
    "`ansible_eth0` is `facts.interfaces.eth0`.",
    "",
    ...table(["Ansible", "here"], names),
  ];
  return { path: "docs/reference/facts.md", text: page(lines) };
}
