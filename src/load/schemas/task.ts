import {
  computedText,
  condition,
  flag,
  keyword,
  names,
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

const OF_BLOCK = "Write it next to a `block`.";

const REPEATED = [
  "- uri: { url: http://localhost:8080/health }",
  "  register: health",
  "  until: health.status == 200",
  "  retries: 10",
  "  delay: 3",
] as const;

const BACKGROUND = [
  "- command: /usr/local/bin/app rebuild",
  "  async: 3600",
  "  poll: 0",
  "  register: rebuild",
  '- async_status: { job_id: "{{rebuild.job_id}}" }',
  "  register: job",
  "  until: job.finished",
  "  retries: 60",
  "  delay: 60",
] as const;

const LABEL_EXAMPLE = [
  '- command: [useradd, "{{user.name}}"]',
  '  loop: [{ name: ada, key: "…" }]',
  '  loop_control: { loop_var: user, label: "{{user.name}}" }',
] as const;

const loopControl = {
  type: "object",
  title: "loop_control",
  properties: {
    loop_var: keyword(text, "The name of the variable with the current item. The default is `item`.", ...LABEL_EXAMPLE),
    index_var: keyword(
      text,
      "A variable with the item's number, from 0.",
      '- debug: { msg: "{{number}}: {{item}}" }',
      "  loop: [a, b]",
      "  loop_control: { index_var: number }",
    ),
    label: keyword(
      { type: ["string", "number", "boolean", "array", "object"], computed: true },
      "What reports show in place of the item.",
      ...LABEL_EXAMPLE,
    ),
    pause: keyword(
      { type: "number", minimum: 0, computed: true },
      "Seconds to wait between two items.",
      '- command: [/usr/local/bin/app, restart, "{{item}}"]',
      "  loop: [1, 2, 3]",
      "  loop_control: { pause: 10 }",
    ),
    extended: keyword(
      flag,
      "Accepted and not needed: `loop_info` with `index`, `first`, `last`, `length` and the neighbours is always there.",
      '- debug: { msg: "{{loop_info.index}} of {{loop_info.length}}" }',
      "  loop: [a, b]",
      "  loop_control: { extended: true }",
    ),
    break_when: keyword(
      condition,
      "Ends the loop after an item for which the condition is true.",
      '- stat: { path: "{{item}}" }',
      "  loop: [/etc/app.conf, /usr/local/etc/app.conf]",
      "  register: found",
      "  loop_control: { break_when: found.exists }",
    ),
  },
  additionalProperties: false,
} as const;

/** All keys of a task except its module, whose name is a key too. */
export const taskSchema = {
  type: "object",
  title: "A task",
  properties: {
    name: keyword(
      computedText,
      "What the task is for. Reports show it; `notify` names a handler by it.",
      "- name: Install the time service",
      "  package: { name: chrony }",
    ),
    when,
    loop: keyword(
      { type: ["array", "object"], computed: true },
      "Runs the task once for each item of a list, or of a map, whose items have `key` and `value`. The current one is `item`.",
      '- package: { name: "{{item}}" }',
      "  loop: [chrony, curl]",
    ),
    loop_control: keyword(loopControl, "How `loop` names, reports and ends its items.", ...LABEL_EXAMPLE),
    register: keyword(
      text,
      "The variable that gets the task's result: `changed`, `failed`, `skipped` and what the module returns, with a loop in `results`.",
      "- stat: { path: /etc/app.conf }",
      "  register: config",
      "- debug: { msg: The file is there. }",
      "  when: config.exists",
    ),
    notify,
    listen: keyword(
      names,
      "More names that notify the handler. Several handlers may have one.",
      "- name: Restart nginx",
      "  listen: web configuration",
      "  service: { name: nginx, state: restarted }",
    ),
    tags,
    ...runKeywords,
    until: keyword(condition, "Repeats the task until the condition is true, or `retries` are used up.", ...REPEATED),
    retries: keyword(
      { type: "integer", minimum: 0, computed: true },
      "How often `until` repeats the task, at most. The default is 3.",
      ...REPEATED,
    ),
    delay: keyword(
      { type: "number", minimum: 0, computed: true },
      "Seconds before each repetition by `until`. The default is 5.",
      ...REPEATED,
    ),
    async: keyword(
      { type: "integer", minimum: 0, computed: true },
      "Runs the task as a background job of the host, which is ended after so many seconds. It survives the end of the connection and, with `poll: 0`, of the run. 0: it does not run in the background.",
      ...BACKGROUND,
    ),
    poll: keyword(
      { type: "number", minimum: 0, computed: true },
      "With `async`: the seconds between two looks at the job, until it has ended. The default is 10. 0: the run goes on, and `async_status` looks at the job.",
      ...BACKGROUND,
    ),
    failed_when: keyword(
      condition,
      "The conditions that make the task fail, in place of the module's own verdict. They read its result by the name in `register`.",
      "- command: /usr/local/bin/app check",
      "  register: check",
      "  failed_when: check.rc > 1",
    ),
    changed_when: keyword(
      condition,
      "The conditions that make the task count as changed, in place of the module's own verdict.",
      "- command: /usr/local/bin/app sync",
      "  register: sync",
      '  changed_when: contains(sync.stdout, "updated")',
    ),
    vars,
    ...placement,
    rescue: unsupported(OF_BLOCK),
    always: unsupported(OF_BLOCK),
    include: unsupported(
      "Write `include_tasks` (during the run, with `loop` and a computed name) or `import_tasks` (before it).",
    ),
    import_playbook: unsupported("Write it in the playbook, between its plays."),
    args: keyword(
      { type: "object", title: "args" },
      "Arguments of the module in addition to those after its name.",
      "- command: make install",
      "  args: { chdir: /srv/app }",
    ),
    action: unsupported("Write the module's name as the key."),
    local_action: unsupported("Write the module's name as the key, and `delegate_to: localhost` next to it."),
    timeout: unsupported("Set the module's own time-out."),
    ...unsupportedOfTasks,
  },
} as const;
