/** Parts that several schemas share. Keywords beyond JSON Schema are explained in ../validation/validator.ts. */
export const text = { type: "string", minLength: 1 } as const;
export const flag = { type: "boolean" } as const;
/** A flag of a task, or of what contains tasks: decided on each host. */
const computedFlag = { type: "boolean", computed: true } as const;
/** The names of handlers. */
export const notifications = {
  type: ["string", "array"],
  items: { type: "string", computed: true },
  computed: true,
} as const;
export const names = { type: ["string", "array"], items: { type: "string" } } as const;
export const condition = {
  type: ["string", "boolean", "array"],
  items: { type: ["string", "boolean"] },
  computed: true,
} as const;
export const variables = { type: ["object", "null"] } as const;
const environmentValues = { type: ["string", "number", "boolean"], computed: true } as const;
const environment = {
  type: ["object", "array", "null"],
  additionalProperties: environmentValues,
  items: { type: "object", additionalProperties: environmentValues, computed: true },
  computed: true,
} as const;
export const computedText = { type: "string", minLength: 1, computed: true } as const;

/** How a task runs; also of what contains tasks. */
export const runKeywords = {
  become: computedFlag,
  become_user: computedText,
  environment,
  ignore_errors: computedFlag,
  ignore_unreachable: computedFlag,
  no_log: computedFlag,
  check_mode: computedFlag,
} as const;

/** A key of Ansible that is not supported, with what to write instead. */
export function unsupported(instead: string) {
  return { unsupported: instead } as const;
}

/** Where a task runs, and on how many of the hosts: keys of tasks, blocks and roles of a play. */
export const placement = {
  delegate_to: computedText,
  delegate_facts: flag,
  run_once: flag,
  throttle: { type: "integer", minimum: 1, computed: true },
} as const;

const SUDO = unsupported("Omit it: sudo is used.");
const LOGIN = unsupported("Set it for the host in the inventory.");

/** Keys of Ansible that neither tasks nor blocks have. */
export const unsupportedOfTasks = {
  any_errors_fatal: unsupported("Set it for the play."),
  become_method: SUDO,
  become_flags: SUDO,
  become_exe: SUDO,
  connection: unsupported(
    "Set it for the host in the inventory. To use this machine instead, write `delegate_to: localhost`.",
  ),
  remote_user: LOGIN,
  port: LOGIN,
  collections: unsupported("Omit it: modules have no collections."),
  module_defaults: unsupported("Write the arguments in each task, or keep them in a variable."),
  debugger: unsupported("Use -v to see more."),
  diff: unsupported("Use --diff on the command line."),
} as const;
