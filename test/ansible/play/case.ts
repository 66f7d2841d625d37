import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";

/** A small project that `provision` and Ansible run. */
export interface AnsibleCase {
  readonly title: string;
  /** The names of the hosts in a generated inventory; `one` unless given. `{{ home }}` is a host's own folder. */
  readonly hosts: readonly string[];
  /** Files by path, for both. `site.yaml` is the playbook. `inventory.yaml` replaces the generated inventory. */
  readonly project: Files;
  /** Files that only `provision` gets; they replace those of `project`. */
  readonly provision: Files;
  /** Files that only Ansible gets; they replace those of `project`. */
  readonly ansible: Files;
  /** Flags that both understand. */
  readonly flags: readonly string[];
  /** Hosts at which nothing answers. */
  readonly unreachable: readonly string[];
  /** Whether the project is wrong, so that no task runs. */
  readonly refused: boolean;
  /** The difference that the case shows: a key of `DIFFERENCES`. */
  readonly difference: string | undefined;
}

/** Contents by path. */
export type Files = Readonly<Record<string, string>>;

const files = { type: "object", additionalProperties: { type: "string" } } as const;
const names = { type: "array", items: { type: "string" } } as const;
const schema = {
  type: "array",
  minItems: 1,
  items: {
    type: "object",
    properties: {
      title: { type: "string", minLength: 1 },
      hosts: { ...names, minItems: 1 },
      project: files,
      provision: files,
      ansible: files,
      flags: names,
      unreachable: names,
      refused: { type: "boolean" },
      difference: { type: "string" },
    },
    required: ["title"],
    additionalProperties: false,
  },
} as const;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

const ROOM = join(dirname(fileURLToPath(import.meta.url)), "../../../../test/ansible");
const CASES = join(ROOM, "cases");

/** The file with what Ansible did in the cases of a topic. */
export const recordedFile = (topic: string): string => join(ROOM, "recorded", `${topic}.json`);

/** A file that TypeScript does not compile. */
export const roomFile = (name: string): string => join(ROOM, name);

/** The topics, sorted. */
export function topics(): string[] {
  return readdirSync(CASES)
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.replace(/\.yaml$/, ""))
    .sort();
}

/** The cases of a topic, in order; throws an error that names what is wrong with the file. */
export function casesOf(topic: string): AnsibleCase[] {
  const file = join(CASES, `${topic}.yaml`);
  const written: unknown = parse(readFileSync(file, "utf8"));
  if (!validate(written)) {
    const wrong = (validate.errors ?? []).map(({ instancePath, message }) => `  ${instancePath} ${message ?? ""}`);
    throw new Error(`${file} is not a list of cases:\n${wrong.join("\n")}`);
  }
  return (written as Partial<AnsibleCase>[]).map((one) => ({
    title: "",
    hosts: ["one"],
    project: {},
    provision: {},
    ansible: {},
    flags: [],
    unreachable: [],
    refused: false,
    difference: undefined,
    ...one,
  }));
}

/** The inventory of a case unless it has its own. */
export function inventoryOf({ hosts }: AnsibleCase): string {
  return JSON.stringify({ all: { hosts: Object.fromEntries(hosts.map((name) => [name, {}])) } });
}
