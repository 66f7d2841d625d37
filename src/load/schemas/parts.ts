/** Parts that several schemas share. Keywords beyond JSON Schema are explained in ../validation/validator.ts. */

/** A keyword: its values, what it does, and an example, complete lines of a file. The reference page, editors and `doc` show both. */
export function keyword<const S extends object>(
  values: S,
  description: string,
  ...example: readonly [string, ...string[]]
) {
  return { ...values, description, example: example.join("\n") } as const;
}

export const text = { type: "string", minLength: 1 } as const;
export const flag = { type: "boolean" } as const;
/** A flag of a task, or of what contains tasks: decided on each host. */
const computedFlag = { type: "boolean", computed: true } as const;
export const names = { type: ["string", "array"], items: { type: "string" } } as const;
export const condition = {
  type: ["string", "boolean", "array"],
  items: { type: ["string", "boolean"] },
  computed: true,
} as const;
export const variables = { type: ["object", "null"] } as const;

/** The names of handlers. */
export const notify = keyword(
  { type: ["string", "array"], items: { type: "string", computed: true }, computed: true },
  "The handlers to run after the play's section if a task has changed something. They are named by `name` or `listen`.",
  "- template: { src: chrony.conf, dest: /etc/chrony/chrony.conf }",
  "  notify: Restart chrony",
);
export const tags = keyword(
  names,
  "Names for `--tags` and `--skip-tags`. What contains tasks passes its tags on. A task tagged `always` runs with every selection, one tagged `never` only if it is selected.",
  "- package: { name: chrony }",
  "  tags: [packages, time]",
);
export const when = keyword(
  condition,
  "The condition for running it on a host: an expression, or a list of which all must be true. It is evaluated for each item of a loop.",
  "- package: { name: chrony }",
  '  when: facts.os.family == "debian"',
);
export const vars = keyword(
  variables,
  "Variables for this place and what is in it.",
  '- debug: { msg: "{{greeting}} from {{inventory_hostname}}" }',
  "  vars: { greeting: Hello }",
);
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
  become: keyword(
    computedFlag,
    "Runs tasks as another user with sudo: `become_user`, or root.",
    "- package: { name: chrony }",
    "  become: true",
  ),
  become_user: keyword(
    computedText,
    "The user that `become` switches to. The default is root.",
    "- command: psql -c 'select 1'",
    "  become: true",
    "  become_user: postgres",
  ),
  environment: keyword(
    environment,
    "Environment variables of the processes that modules start on the host: a map, or a list of maps of which later ones take precedence.",
    "- command: curl -fsS https://example.com/",
    "  environment: { https_proxy: http://proxy.example.com:3128 }",
  ),
  ignore_errors: keyword(
    computedFlag,
    "Continues on the host after a task that fails. Its registered result has `failed: true`.",
    "- command: systemctl is-active chrony",
    "  register: active",
    "  ignore_errors: true",
  ),
  ignore_unreachable: keyword(
    computedFlag,
    "Continues on the host after a task that could not reach it.",
    "- command: uptime",
    "  ignore_unreachable: true",
  ),
  no_log: keyword(
    computedFlag,
    "Keeps arguments, results and differences of tasks out of all output. Values from `secrets.yaml` are masked without it.",
    '- command: [app, set-token, "{{token}}"]',
    "  vars: { token: x }",
    "  no_log: true",
  ),
  check_mode: keyword(
    computedFlag,
    "`true`: only predicts what tasks would change, also without `--check`. `false`: runs them in earnest, also with `--check`.",
    "- command: cat /etc/debian_version",
    "  register: version",
    "  check_mode: false",
    "  changed_when: false",
  ),
  module_defaults: keyword(
    {
      type: "object",
      title: "module_defaults",
      additionalProperties: { type: ["object", "null"], title: "a module of module_defaults" },
    },
    "Arguments of modules that tasks need not write. What a task writes takes precedence, and the innermost map of a module replaces the outer ones.",
    "- copy: { src: app.conf, dest: /etc/app.conf }",
    '  module_defaults: { copy: { mode: "0640" } }',
  ),
} as const;

/** A key of Ansible that is not supported, with what to write instead. */
export function unsupported(instead: string) {
  return { unsupported: instead } as const;
}

/** Where a task runs, and on how many of the hosts: keys of tasks, blocks and roles of a play. */
export const placement = {
  delegate_to: keyword(
    computedText,
    "The host on which tasks act instead: one of the inventory, or `localhost`. Variables stay those of the play's host.",
    '- command: [/usr/local/bin/balancer, remove, "{{inventory_hostname}}"]',
    "  delegate_to: server1",
  ),
  delegate_facts: keyword(
    flag,
    "Gives the variables that a delegated `set_fact` or `include_vars` defines to the host it is delegated to.",
    "- set_fact: { is_leader: true }",
    "  delegate_to: server1",
    "  delegate_facts: true",
  ),
  run_once: keyword(
    flag,
    "Runs tasks on the first host of the batch only. All its hosts get the registered result.",
    "- command: /usr/local/bin/app migrate",
    "  run_once: true",
  ),
  throttle: keyword(
    { type: "integer", minimum: 1, computed: true },
    "How many hosts may run a task at the same time.",
    "- command: /usr/local/bin/app rebuild",
    "  throttle: 2",
  ),
} as const;

const SUDO = unsupported("Omit it: sudo is used.");
const LOGIN = unsupported("Set it for the host in the inventory.");

/** Keys of Ansible that neither tasks nor blocks have. */
export const unsupportedOfTasks = {
  any_errors_fatal: unsupported("Set it for the play."),
  sudo: unsupported("Write `become`."),
  sudo_user: unsupported("Write `become_user`."),
  become_method: SUDO,
  become_flags: SUDO,
  become_exe: SUDO,
  connection: unsupported(
    "Set it for the host in the inventory. To use this machine instead, write `delegate_to: localhost`.",
  ),
  remote_user: LOGIN,
  port: LOGIN,
  collections: unsupported("Omit it: modules have no collections."),
  debugger: unsupported("Use -v to see more."),
  diff: unsupported("Use --diff on the command line."),
} as const;
