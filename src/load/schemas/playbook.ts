import { SUBSET_NAMES } from "../../language/facts/subsets.ts";
import {
  computedText,
  condition,
  flag,
  keyword,
  names,
  placement,
  runKeywords,
  tags,
  text,
  unsupported,
  variables,
} from "./parts.ts";
import { roleUseSchema } from "./role-use.ts";
import { varsPrompt } from "./vars-prompt.ts";

const list = { type: ["array", "null"] } as const;
/** A number of hosts, or a share of a play's hosts. */
const batchSize = {
  minimum: 1,
  pattern: "^([1-9][0-9]?|100)%$",
  rule: 'a number of hosts, or a share of them, e.g. "30%"',
} as const;
/** In which order a play takes its hosts. */
export const ORDERS = ["inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle"] as const;

/** How the hosts of a play wait for each other. */
export const STRATEGIES = ["linear", "free"] as const;
const LOGIN = "Set it for the hosts in the inventory.";

const ON_WEB = ["- hosts: web"] as const;
const TASK = "    - package: { name: chrony }";
const IMPORT = ["- import_playbook: web.yaml", "  vars: { http_port: 8080 }", "  tags: web"] as const;

const play = {
  type: "object",
  title: "A play",
  properties: {
    name: keyword(
      text,
      "What the play is for. Reports show it.",
      "- name: Set up the time service",
      "  hosts: web",
      "  tasks:",
      TASK,
    ),
    hosts: keyword(
      { type: ["string", "array"], items: computedText, minItems: 1, minLength: 1, computed: true },
      "The hosts of the play: a pattern of groups and hosts, or a list of patterns. Computed, it sees what is the same for all hosts, as `-e` is.",
      '- hosts: "web:!server2"',
      "  roles: [nginx]",
    ),
    vars: keyword(variables, "Variables of the play.", ...ON_WEB, "  vars: { http_port: 8080 }", "  roles: [nginx]"),
    vars_files: keyword(
      names,
      "Files with variables of the play, relative to the playbook or the project. Later ones take precedence.",
      ...ON_WEB,
      "  vars_files: [versions.yaml]",
      "  roles: [nginx]",
    ),
    roles: keyword(
      { type: ["array", "null"], items: roleUseSchema },
      "Roles, which run after `pre_tasks` and before `tasks`: names, or maps with `role`, its variables and keywords.",
      ...ON_WEB,
      "  roles:",
      "    - common",
      "    - { role: nginx, http_port: 8080, tags: web }",
    ),
    pre_tasks: keyword(list, "Tasks to run before the roles.", ...ON_WEB, "  pre_tasks:", TASK, "  roles: [nginx]"),
    tasks: keyword(list, "Tasks to run after the roles.", ...ON_WEB, "  tasks:", TASK),
    post_tasks: keyword(list, "Tasks to run last.", ...ON_WEB, "  roles: [nginx]", "  post_tasks:", TASK),
    handlers: keyword(
      list,
      "Tasks that run only when notified, once each, in the order in which they are defined: after `pre_tasks`, after roles and tasks, and after `post_tasks`.",
      ...ON_WEB,
      "  tasks:",
      "    - template: { src: chrony.conf, dest: /etc/chrony/chrony.conf }",
      "      notify: Restart chrony",
      "  handlers:",
      "    - name: Restart chrony",
      "      service: { name: chrony, state: restarted }",
    ),
    ...runKeywords,
    serial: keyword(
      {
        type: ["integer", "string", "array"],
        ...batchSize,
        minItems: 1,
        items: { type: ["integer", "string"], ...batchSize },
      },
      "Runs the whole play on some of its hosts after others: a number of hosts, a share, or a list of both, whose last one repeats.",
      ...ON_WEB,
      "  serial: [1, 30%]",
      "  roles: [nginx]",
    ),
    max_fail_percentage: keyword(
      { type: "number", minimum: 0, maximum: 100 },
      "Ends the run if more than this share of a batch's hosts has failed.",
      ...ON_WEB,
      "  serial: 10",
      "  max_fail_percentage: 20",
      "  roles: [nginx]",
    ),
    order: keyword(
      { type: "string", enum: ORDERS },
      "The order in which the play takes its hosts. The default is that of the inventory.",
      ...ON_WEB,
      "  order: sorted",
      "  roles: [nginx]",
    ),
    any_errors_fatal: keyword(
      flag,
      "Ends the run on all hosts when one fails.",
      ...ON_WEB,
      "  any_errors_fatal: true",
      "  roles: [nginx]",
    ),
    gather_facts: keyword(
      flag,
      "`false` reads no facts, `true` reads all. By default, those that the project names are read.",
      ...ON_WEB,
      "  gather_facts: false",
      "  roles: [nginx]",
    ),
    tags,
    run_once: placement.run_once,
    throttle: placement.throttle,
    strategy: keyword(
      {
        type: "string",
        enum: STRATEGIES,
        unsupportedValues: {
          host_pinned: "Write `strategy: free`; `--forks` says how many hosts are worked on at a time.",
          debug: "Omit it. Use `--step` to be asked before each task, and -v to see more.",
        },
      },
      "How the hosts of a batch wait for each other: with `linear` before each task, with `free` nowhere but at `run_once` and at the end of the play. The default is between: each host runs tasks at its own pace, and all wait at the end of each role and section.",
      ...ON_WEB,
      "  strategy: free",
      "  roles: [nginx]",
    ),
    vars_prompt: varsPrompt,
    when: keyword(
      condition,
      "The condition of all tasks of the play, but for handlers.",
      ...ON_WEB,
      '  when: facts.os.family == "debian"',
      "  tasks:",
      TASK,
    ),
    remote_user: unsupported(LOGIN),
    connection: unsupported(LOGIN),
    port: unsupported(LOGIN),
    sudo: unsupported("Write `become`."),
    sudo_user: unsupported("Write `become_user`."),
    user: unsupported(LOGIN),
    become_method: unsupported("Omit it: sudo is used."),
    become_flags: unsupported("Omit it: sudo is used."),
    collections: unsupported("Omit it: modules have no collections."),
    force_handlers: unsupported("Omit it: handlers that did not run stay pending until the next run."),
    gather_subset: keyword(
      { type: "array", minItems: 1, items: { type: "string", enum: SUBSET_NAMES } },
      "Which facts to read: groups (`all`, `min`, `hardware`, `network`, `virtual`) and facts, with a `!` those to leave out.",
      ...ON_WEB,
      '  gather_subset: [network, "!default_ipv6"]',
      "  roles: [nginx]",
    ),
  },
  required: ["hosts"],
  additionalProperties: false,
} as const;

/** An entry of a playbook that stands for the plays of another one. */
export const importSchema = {
  type: "object",
  title: "An import",
  properties: {
    import_playbook: keyword(
      text,
      "Puts the plays of another playbook here. Its name is relative to this playbook.",
      ...IMPORT,
    ),
    name: keyword(text, "What the import is for.", "- name: All web servers", "  import_playbook: web.yaml"),
    vars: keyword(variables, "Variables of the imported plays. They take precedence over the plays' own.", ...IMPORT),
    tags: keyword(names, "Tags that the imported plays get in addition.", ...IMPORT),
    when: keyword(
      condition,
      "The condition of all tasks of the imported plays, but for handlers.",
      "- import_playbook: web.yaml",
      "  when: with_web",
    ),
  },
  required: ["import_playbook"],
  additionalProperties: false,
} as const;

/** A playbook: a list of plays. */
export const playbookSchema = { type: "array", title: "A playbook", items: play } as const;
