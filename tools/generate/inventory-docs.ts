import { matchPattern } from "../../src/inventory/patterns/patterns.ts";
import { expandRange } from "../../src/inventory/ranges.ts";
import { SETTING_DOCS } from "../../src/inventory/setting-names.ts";
import { inventorySchema } from "../../src/load/schemas/inventory.ts";
import { describeTypes } from "../../src/load/validation/wording.ts";
import type { GeneratedFile } from "./files.ts";
import { EXAMPLE, exampleInventory } from "./inventory-example.ts";
import { page, prose, table } from "./markdown.ts";

const RANGES = ["web[1:3]", "web[01:03]", "web[1:9:4]", "web[:2]", "db-[a:c]", "[a:b][1:2].example.org"];

const PATTERNS = [
  ["web", "a group, or a host"],
  ["all", "all hosts"],
  ["web:db, web,db or 'web db'", "several: all hosts of any of them", "web:db"],
  ["web*", "all groups and hosts whose names match: `*`, `?`, `[1-3]`"],
  ["~(web|db)1", "all groups and hosts whose names begin with a match of the regular expression"],
  ["web[0]", "the first host of the group"],
  ["web[-1]", "the last one"],
  ["web[0:1]", "the first to the second; both ends belong to it"],
  ["site:&db", "only those that are also in `db`"],
  ["site:!web[0]", "without these"],
  ["!db", "all hosts without these"],
] as const;

/** The page of all that an inventory may contain. What ranges and patterns mean is computed by the engine. */
export function inventoryDoc(): GeneratedFile {
  const lines = [
    "# Inventory",
    "",
    ...INTRODUCTION,
    ...keys(),
    ...settings(),
    ...ranges(),
    ...INI,
    ...patterns(),
    ...REST,
  ];
  return { path: "docs/reference/inventory.md", text: page(lines) };
}

const INTRODUCTION = [
  "What may stand in an inventory, in the files next to it, and in patterns of hosts. [The inventory](../inventory.md) explains how they work together,",
  "and [connection settings](connection.md) has the details of each setting.",
  "",
  "| `-i` names | it is |",
  "| --- | --- |",
  "| a file | YAML or INI, told apart by its content and the ending `.ini` |",
  "| a folder | all inventories in it and its folders, in the order of their names |",
  "| a program | an executable that prints JSON: see [Programs](#programs) |",
  "| `web1,web2` or `web1,` | the hosts themselves: a list with at least one comma, in which a host may have a range and a port |",
  "",
  "Without `-i` it is `inventory.yaml` or `inventory.yml`. `-i` may be given several times: later inventories take precedence.",
];

function keys(): string[] {
  const sections = Object.entries(inventorySchema.$defs.group.properties).flatMap(([name, schema]) => [
    ...["", `### ${name}`, "", `Value: ${describeTypes(schema.type)}.`, "", prose(schema.description), ""],
    ...["```yaml", schema.example, "```"],
  ]);
  return [
    ...["", "## Keys of a YAML file", ""],
    "The keys of the file are names of groups. A group may come several times, in one file or in several: its parts are added up.",
    "Names of hosts and groups have letters, digits, `.`, `_` and `-`, begin with a letter, a digit or `_`, and have at most 200 characters.",
    "A host may also be named by its IP address. The groups `all` and `ungrouped` always exist.",
    ...sections,
  ];
}

function settings(): string[] {
  const rows = SETTING_DOCS.map(({ name, short, ansibleNames, description }) => [
    listed([name, short].flatMap((one) => one ?? [])),
    listed(ansibleNames.filter((one) => one !== short)),
    prose(description),
  ]);
  return [
    ...["", "## Settings of hosts and groups", ""],
    "All other keys of a host, and under the `vars` of a group, are variables.",
    ...["", ...table(["setting", "Ansible's names", "what it is"], rows)],
  ];
}

function ranges(): string[] {
  const rows = RANGES.map((range) => [code(range), listed(expandRange(range) ?? [])]);
  return [
    ...["", "## Ranges", ""],
    "A host's name may have ranges, in YAML, in INI and in a list after `-i`. Both ends belong to a range, and a third number is the step.",
    "With leading zeros, both ends have the same length.",
    ...["", ...table(["written", "hosts"], rows)],
  ];
}

const INI = [
  ...["", "## INI", "", "```ini", EXAMPLE.trimEnd(), "```", ""],
  ...table(
    ["part", "what it has"],
    [
      ["lines before the first section", "hosts that are in no group"],
      ["`[NAME]`", "hosts of a group, one on each line: `HOST[:PORT] [KEY=VALUE ...]`"],
      ["`[NAME:vars]`", "settings and variables of the group: `KEY=VALUE`"],
      ["`[NAME:children]`", "names of groups, each with a section of its own somewhere"],
      ["`#`, `;`", "comments; on a host's line also after a blank"],
    ],
  ),
  "",
  "A value is a Python literal (`5`, `True`, `None`, `[1, 'a']`, `{'k': 1}`, `\"5\"`), and all other text is itself. Settings need their long names",
  "here: `ssh_port`, not `port`.",
];

function patterns(): string[] {
  const inventory = exampleInventory();
  const rows = PATTERNS.map(([shown, meaning, pattern = shown]) => {
    const found = matchPattern(inventory, pattern, undefined);
    return [code(shown), meaning, found.ok ? found.value.map(({ name }) => name).join(", ") : "an error"];
  });
  return [
    ...["", "## Patterns", ""],
    "`hosts` of a play, `--limit`, and the first word of a command for some hosts are patterns. The order of the terms does not matter: first those",
    "without a sign are added, then each `&` keeps, then each `!` removes. The hosts are those of the inventory above.",
    ...["", ...table(["pattern", "meaning", "hosts"], rows), ""],
    "In `--limit` there are also `@FILE`, the terms in a file, and `@failed`, the hosts that failed or could not be reached in the last run. A name that",
    "is neither a host nor a group is an error.",
  ];
}

const REST = [
  ...["", "## Programs", ""],
  "A program is executable, and a script that begins with `#!` or a binary. It is called with `--list`, and with `--host NAME` for each host unless it",
  "prints `_meta`. It may take 60 s and print 16 MiB. A program in a folder of inventories is an error.",
  ...["", "```json"],
  '{ "web": { "hosts": ["web1"], "vars": { "release": 12 }, "children": [] }, "_meta": { "hostvars": { "web1": { "ansible_host": "192.0.2.11" } } } }',
  ...["```", ""],
  "A group may also be a list of hosts. Values are data: templates in them are not evaluated.",
  ...["", "## Files next to an inventory", ""],
  ...table(
    ["file", "what it has"],
    [
      ["`group_vars/NAME`, `.yaml`, `.yml`, `.json`", "variables of the group; also next to a playbook"],
      ["`group_vars/NAME/`", "the same, in all such files in the folder and its folders, in the order of their names"],
      ["`host_vars/NAME` …", "variables of the host, alike"],
      ["`secrets.yaml`, `generated_secrets.yaml`", "[secrets](../secrets.md)"],
      ["`images.lock.yaml`", "the digests of [images](../images.md)"],
    ],
  ),
  "",
  "The project's `.env` has variables below those of all groups. [Variables](../inventory.md#variables) has the whole order.",
];

function code(text: string): string {
  return `\`${text}\``;
}

function listed(names: readonly string[]): string {
  return names.map(code).join(", ");
}
