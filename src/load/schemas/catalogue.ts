import { describeTypes } from "../validation/wording.ts";
import { blockSchema } from "./block.ts";
import { INCLUDE_WORDS, includeSchemas } from "./include.ts";
import { importSchema, playbookSchema } from "./playbook.ts";
import { roleUseSchema } from "./role-use.ts";
import { metaSchema } from "./role.ts";
import { taskSchema } from "./task.ts";

/** A keyword with what it does, in one or several places. */
export interface Keyword {
  readonly name: string;
  /** Where it may stand: "task", "block" … */
  readonly places: readonly string[];
  readonly description: string;
  /** What its value may be, in words. */
  readonly type: string;
  /** Complete lines of the first of its places. */
  readonly example: string;
}

/** A keyword of Ansible that is an error here, with what to write instead. */
export interface AnsibleKeyword {
  readonly name: string;
  readonly places: readonly string[];
  readonly instead: string;
}

interface Described {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly computed?: boolean;
  readonly description?: string;
  readonly example?: string;
  readonly unsupported?: string;
}
type Properties = Readonly<Record<string, Described>>;

const INCLUDES = INCLUDE_WORDS.map((word) => [word, includeSchemas(word)] as const);

/** The keywords of each place. A shared keyword has its example in the first one. */
export const PLACES: Readonly<Record<string, Properties>> = {
  task: taskSchema.properties,
  block: blockSchema.properties,
  ...Object.fromEntries(INCLUDES.map(([word, { keywords }]) => [`task with ${word}`, own(keywords.properties, word)])),
  ...Object.fromEntries(INCLUDES.map(([word, { args }]) => [`arguments of ${word}`, args.properties])),
  loop_control: taskSchema.properties.loop_control.properties,
  play: playbookSchema.items.properties,
  "import of a playbook": importSchema.properties,
  "role of a play": roleUseSchema.properties,
  "role's meta": metaSchema.properties,
};

function own(properties: Properties, word: string): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== word));
}

const ENTRIES = Object.entries(PLACES).flatMap(([place, properties]) =>
  Object.entries(properties).map(([name, schema]) => ({ place, name, schema })),
);

/** All keywords by name; one with different meanings in different places comes several times. */
export const KEYWORDS: readonly Keyword[] = byName(
  merged(
    ENTRIES.flatMap(({ place, name, schema }) => {
      const { description, example } = schema;
      return description === undefined || example === undefined
        ? []
        : [{ name, places: [place], description, type: typeOf(schema), example }];
    }),
    ({ name, description, type }) => [name, description, type],
  ),
);

/** Ansible's keywords that are not keywords here, by name. */
export const ANSIBLE_KEYWORDS: readonly AnsibleKeyword[] = byName(
  merged(
    ENTRIES.flatMap(({ place, name, schema }) =>
      schema.unsupported === undefined ? [] : [{ name, places: [place], instead: schema.unsupported }],
    ),
    ({ name, instead }) => [name, instead],
  ),
);

function typeOf({ type = [], enum: choices, computed }: Described): string {
  const types = typeof type === "string" ? [type] : type;
  const written =
    choices && choices.length < 10 ? choices.map((choice) => `\`${String(choice)}\``).join(", ") : undefined;
  return `${written ?? describeTypes(types)}${computed ? ", or computed" : ""}`;
}

function merged<T extends { readonly places: readonly string[] }>(
  entries: readonly T[],
  identity: (entry: T) => readonly string[],
): T[] {
  const found = new Map<string, T>();
  for (const entry of entries) {
    const key = identity(entry).join("\n");
    const known = found.get(key);
    found.set(key, known ? { ...known, places: [...known.places, ...entry.places] } : entry);
  }
  return [...found.values()];
}

function byName<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((first, second) => (first.name < second.name ? -1 : first.name > second.name ? 1 : 0));
}
