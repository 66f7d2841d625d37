import { computedText, condition, environment, flag, later, names, text, variables } from "./parts.ts";

const tasks = { type: ["array", "null"] } as const;
const LOGIN = "Set it for the hosts in the inventory.";

const roleUse = {
  type: ["string", "object"],
  title: "A role",
  properties: {
    role: text,
    only: { type: "string", enum: ["tasks", "verify", "teardown"] },
    vars: variables,
    tags: names,
    when: condition,
    name: later("Write `role` for the role's name."),
    become: later("Set it for the play or for the role's tasks."),
    become_user: later("Set it for the play or for the role's tasks."),
    environment: later("Set it for the play or for the role's tasks."),
    delegate_to: later("Put the role into a play for that host."),
    tasks_from: later("Make a role of those tasks."),
  },
  required: ["role"],
  additionalProperties: false,
} as const;

const play = {
  type: "object",
  title: "A play",
  properties: {
    name: text,
    hosts: { type: ["string", "array"], items: text, minItems: 1, minLength: 1 },
    vars: variables,
    vars_files: names,
    roles: { type: ["array", "null"], items: roleUse },
    pre_tasks: tasks,
    tasks,
    post_tasks: tasks,
    handlers: tasks,
    become: flag,
    become_user: computedText,
    serial: {
      type: "integer",
      minimum: 1,
      laterTypes: {
        array: "Write one number: so many hosts are done at a time.",
        string: "Write a number of hosts, without quotes and per cent.",
      },
    },
    any_errors_fatal: flag,
    gather_facts: flag,
    tags: names,
    environment,
    strategy: later("Leave it out: each host goes at its own pace within a play."),
    max_fail_percentage: later("Use `any_errors_fatal`, or leave it out: other hosts go on."),
    import_playbook: later("Name both playbooks on the command line, in order."),
    vars_prompt: later("Give the values with -e."),
    order: later("Leave it out: hosts come in the inventory's order."),
    when: later("Write it on the roles and tasks."),
    remote_user: later(LOGIN),
    connection: later(LOGIN),
    port: later(LOGIN),
    become_method: later("Leave it out: sudo is used."),
    become_flags: later("Leave it out: sudo is used."),
    ignore_errors: later("Write it on the tasks that may fail."),
    ignore_unreachable: later("Leave it out: other hosts go on anyway."),
    no_log: later("Write it on the tasks that handle secrets."),
    check_mode: later("Write it on the tasks that only read."),
    collections: later("Leave it out: modules are named without a collection."),
    module_defaults: later("Write the arguments in each task, or keep them in a variable."),
    force_handlers: later("Leave it out: handlers that did not run stay pending until the next run."),
    run_once: later("Make a play for one host, e.g. `hosts: main`."),
    throttle: later("Use `serial`."),
    gather_subset: later("Leave it out: all facts are read in one go."),
  },
  required: ["hosts"],
  additionalProperties: false,
} as const;

export const playbookSchema = { type: "array", title: "A playbook", items: play } as const;
