import {
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

const { loop: taskLoop, loop_control: taskLoopControl } = taskSchema.properties;
const NOT_BETWEEN = unsupported("Write it in a task of the block.");
const OF_TASKS = "Write it in the tasks of the block.";

const DEPLOY = [
  "- block:",
  "    - command: /usr/local/bin/app deploy 2.0",
  "  rescue:",
  '    - debug: { msg: "{{failed_task.name}} failed: {{failed_result.msg}}" }',
  "    - command: /usr/local/bin/app deploy 1.9",
] as const;

/** All keys of a block of tasks. */
export const blockSchema = {
  type: "object",
  title: "A block",
  properties: {
    name: keyword(
      text,
      "What the block is for.",
      "- name: Install the time service",
      "  block:",
      "    - package: { name: chrony }",
      "    - service: { name: chrony, enabled: true }",
    ),
    block: keyword(
      { type: "array", title: "block", minItems: 1 },
      "Tasks that share the keywords next to it. A `when` is evaluated for each of them.",
      ...DEPLOY,
    ),
    rescue: keyword(
      { type: "array", title: "rescue" },
      "Tasks to run on a host on which one of the block has failed. `failed_task` and `failed_result` say which and how. The host continues after them.",
      ...DEPLOY,
    ),
    always: keyword(
      { type: "array", title: "always" },
      "Tasks to run after those of the block and of `rescue`, whether these failed or not.",
      "- block:",
      "    - command: /usr/local/bin/app backup",
      "  always:",
      "    - file: { path: /tmp/app-backup, state: absent }",
    ),
    when,
    tags,
    ...runKeywords,
    notify,
    vars,
    ...placement,
    loop: keyword(
      taskLoop,
      "Repeats the whole block for each item, with its `rescue` and `always`. It ends at the first item that fails.",
      "- block:",
      '    - file: { path: "/srv/{{item}}", state: directory }',
      '    - copy: { src: "{{item}}.conf", dest: "/srv/{{item}}/app.conf" }',
      "  loop: [red, blue]",
    ),
    loop_control: keyword(
      {
        ...taskLoopControl,
        properties: { ...taskLoopControl.properties, pause: NOT_BETWEEN, break_when: NOT_BETWEEN },
      },
      "The names of the variables with the item and its number.",
      "- block:",
      '    - command: "app add {{user}}"',
      "  loop: [ada, bob]",
      "  loop_control: { loop_var: user }",
    ),
    register: unsupported(OF_TASKS),
    until: unsupported(OF_TASKS),
    failed_when: unsupported(OF_TASKS),
    changed_when: unsupported(OF_TASKS),
    timeout: unsupported("Set the modules' own time-outs."),
    ...unsupportedOfTasks,
  },
  required: ["block"],
  additionalProperties: false,
} as const;
