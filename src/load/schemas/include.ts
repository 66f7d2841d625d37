import {
  computedText,
  flag,
  keyword,
  notify,
  placement,
  runKeywords,
  tags,
  text,
  unsupported,
  unsupportedOfTasks,
  vars,
  when,
} from "./parts.ts";
import { taskSchema } from "./task.ts";

const { name, loop, loop_control: ofTask, listen, args } = taskSchema.properties;
/** What to do with a key that belongs to the included tasks. */
export const APPLY = "Write it under `apply`: it is for the included tasks.";
const NO_RESULT = "Write it in the included tasks: an include has no result.";
const IMPORT_LOOP = (word: string) => `Write \`${word}\` instead: an import is read once, before any host is known.`;

/** What the tasks of an import, or of an include with `apply`, take over. */
export const INHERITED = {
  when,
  tags,
  ...runKeywords,
  notify,
  vars,
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

const apply = keyword(
  { type: "object", title: "apply", properties: INHERITED, additionalProperties: false },
  "Keywords that the included tasks take over, as those of a block do.",
  "- include_tasks:",
  "    file: users.yaml",
  "    apply: { become: true }",
);

const onInclude = {
  name,
  when,
  loop,
  loop_control,
  tags,
  vars,
  listen,
  args,
  ...onBoth,
  ...Object.fromEntries(
    [...Object.keys(runKeywords), "notify", ...Object.keys(placement)].map((key) => [key, unsupported(APPLY)]),
  ),
} as const;

const onImport = (word: string) =>
  ({
    name: { ...name, computed: false },
    ...INHERITED,
    listen,
    args,
    ...onBoth,
    loop: unsupported(IMPORT_LOOP(word)),
    loop_control: unsupported(IMPORT_LOOP(word)),
  }) as const;

const FROM = [
  "- include_role:",
  "    name: nginx",
  "    tasks_from: site.yaml",
  "    vars_from: site.yaml",
  "    public: true",
] as const;
const file = keyword(
  computedText,
  "The file of tasks, relative to the role or the file that names it.",
  "- include_tasks: { file: users.yaml }",
);

const role = {
  name: keyword(computedText, "The role's name.", ...FROM),
  tasks_from: keyword(computedText, "The file of the role's `tasks/` to run in place of `main.yaml`.", ...FROM),
  vars_from: keyword(text, "The file of the role's `vars/` to read in place of `main.yaml`.", ...FROM),
  defaults_from: keyword(
    text,
    "The file of the role's `defaults/` to read in place of `main.yaml`.",
    "- include_role: { name: nginx, defaults_from: small.yaml }",
  ),
  handlers_from: keyword(
    text,
    "The file of the role's `handlers/` to read in place of `main.yaml`.",
    "- include_role: { name: nginx, handlers_from: reload.yaml }",
  ),
  public: keyword(flag, "Lets the tasks that follow see the role's variables and defaults.", ...FROM),
  allow_duplicates: keyword(
    flag,
    "With `false`, leaves the role out where an include of it with the same files and variables has run in this play.",
    "- include_role: { name: nginx, allow_duplicates: false }",
  ),
  rolespec_validate: unsupported("Omit it: the variables that a role specifies are always checked."),
} as const;

/** The arguments of a task that includes or imports others, by its word. */
const ARGUMENTS = {
  include_tasks: {
    type: "object",
    title: "include_tasks",
    properties: { file, apply },
    required: ["file"],
    additionalProperties: false,
  },
  import_tasks: {
    type: "object",
    title: "import_tasks",
    properties: { file, apply: unsupported("Write its keys next to `import_tasks`.") },
    required: ["file"],
    additionalProperties: false,
  },
  include_role: {
    type: "object",
    title: "include_role",
    properties: { ...role, apply },
    required: ["name"],
    additionalProperties: false,
  },
  import_role: {
    type: "object",
    title: "import_role",
    properties: { ...role, apply: unsupported("Write its keys next to `import_role`.") },
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
