import {
  computedText,
  condition,
  flag,
  names,
  notifications,
  placement,
  runKeywords,
  text,
  unsupported,
  unsupportedOfTasks,
  variables,
} from "./parts.ts";
import { taskSchema } from "./task.ts";

const { loop, loop_control: ofTask } = taskSchema.properties;
/** What to do with a key that belongs to the included tasks. */
export const APPLY = "Write it under `apply`: it is for the included tasks.";
const NO_RESULT = "Write it in the included tasks: an include has no result.";
const IMPORT_LOOP = (word: string) => `Write \`${word}\` instead: an import is read once, before any host is known.`;

/** What the tasks of an import, or of an include with `apply`, take over. */
export const INHERITED = {
  when: condition,
  tags: names,
  ...runKeywords,
  notify: notifications,
  vars: variables,
  ...placement,
} as const;

const LOOPS = [
  "items",
  "list",
  "dict",
  "first_found",
  "fileglob",
  "nested",
  "subelements",
  "together",
  "sequence",
  "indexed_items",
];

const NOT_BETWEEN = unsupported("Write it in a task of the included file.");
const loop_control = {
  ...ofTask,
  properties: { ...ofTask.properties, pause: NOT_BETWEEN, break_when: NOT_BETWEEN },
} as const;

const onBoth = {
  ...Object.fromEntries(LOOPS.map((kind) => [`with_${kind}`, unsupported("Write `loop` with a list.")])),
  ...unsupportedOfTasks,
  register: unsupported(NO_RESULT),
  until: unsupported(NO_RESULT),
  retries: unsupported(NO_RESULT),
  delay: unsupported(NO_RESULT),
  failed_when: unsupported(NO_RESULT),
  changed_when: unsupported(NO_RESULT),
} as const;

const apply = { type: "object", title: "apply", properties: INHERITED, additionalProperties: false } as const;
const args = { type: ["object", "null"] } as const;

const onInclude = {
  name: computedText,
  when: condition,
  loop,
  loop_control,
  tags: names,
  vars: variables,
  listen: names,
  args,
  ...onBoth,
  ...Object.fromEntries(
    [...Object.keys(runKeywords), "notify", ...Object.keys(placement)].map((key) => [key, unsupported(APPLY)]),
  ),
} as const;

const onImport = (word: string) =>
  ({
    name: text,
    ...INHERITED,
    listen: names,
    args,
    ...onBoth,
    loop: unsupported(IMPORT_LOOP(word)),
    loop_control: unsupported(IMPORT_LOOP(word)),
  }) as const;

const role = {
  name: computedText,
  tasks_from: computedText,
  vars_from: text,
  defaults_from: text,
  handlers_from: text,
  public: flag,
  rolespec_validate: unsupported("Omit it: the variables that a role specifies are always checked."),
} as const;

/** The arguments of a task that includes or imports others, by its word. */
const ARGUMENTS = {
  include_tasks: {
    type: "object",
    title: "include_tasks",
    properties: { file: computedText, apply },
    required: ["file"],
    additionalProperties: false,
  },
  import_tasks: {
    type: "object",
    title: "import_tasks",
    properties: { file: computedText, apply: unsupported("Write its keys next to `import_tasks`.") },
    required: ["file"],
    additionalProperties: false,
  },
  include_role: {
    type: "object",
    title: "include_role",
    properties: { ...role, apply, allow_duplicates: flag },
    required: ["name"],
    additionalProperties: false,
  },
  import_role: {
    type: "object",
    title: "import_role",
    properties: { ...role, apply: unsupported("Write its keys next to `import_role`."), allow_duplicates: flag },
    required: ["name"],
    additionalProperties: false,
  },
} as const;

/** The words of tasks that include or import others. */
export type IncludeWord = keyof typeof ARGUMENTS;
export const INCLUDE_WORDS = Object.keys(ARGUMENTS) as readonly IncludeWord[];

/** All keys of a task that includes or imports others, but for its arguments, and their schema. */
export function includeSchemas(word: IncludeWord) {
  const isImport = word.startsWith("import_");
  const properties = isImport ? onImport(word.replace("import_", "include_")) : onInclude;
  const title = `A task with ${word}`;
  return {
    keywords: { type: "object", title, properties: { ...properties, [word]: {} }, additionalProperties: false },
    args: ARGUMENTS[word],
  };
}
