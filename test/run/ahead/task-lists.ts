import fc from "fast-check";

export type Task = Readonly<Record<string, unknown>>;

/** A random project: a playbook whose tasks change one small folder, so that they often depend on each other. */
export interface TaskLists {
  readonly tasks: readonly Task[];
  readonly handlers: readonly Task[];
}

const path = fc.constantFrom("a", "b", "c", "d", "d/a", "d/e", "d/e/f", "link").map((name) => `{{ home }}/w/${name}`);
const register = fc.constantFrom("r0", "r1", "r2");
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("one\n", "two\n", "{{ home }}\n") },
  // A result of an earlier task, if there is one.
  register.map((name) => `{{ ${name}.changed }}\n`),
);

/** The module and its arguments. */
const action: fc.Arbitrary<Task> = fc.oneof(
  fc.record({
    file: fc.record({ path, state: fc.constantFrom("directory", "absent", "touch", "file") }),
  }),
  fc.record({ file: fc.record({ path, state: fc.constant("link"), src: fc.constantFrom("a", "d", "gone") }) }),
  fc.record({
    copy: fc.record(
      { dest: path, content: text, mode: fc.constantFrom("0644", "0600") },
      { requiredKeys: ["dest", "content"] },
    ),
  }),
  fc.record({ lineinfile: fc.record({ path, line: fc.constantFrom("one", "more"), create: fc.boolean() }) }),
  fc.record({ stat: fc.record({ path }) }),
  fc.record({ template: fc.record({ src: fc.constantFrom("t.hbs", "r.hbs"), dest: path }) }),
  fc.tuple(path, fc.constantFrom("touch", "rm -rf", "test -e", "cat", "mkdir")).map(([at, program]) => ({
    command: { cmd: `${program} ${at}` },
  })),
  fc.tuple(path, path).map(([at, creates]) => ({
    shell: { cmd: `echo run >>${at}; echo said; test -f ${creates}`, creates },
  })),
  fc.constantFrom("true", "true", "true", "false").map((cmd) => ({ command: { cmd } })),
  fc.record({ debug: fc.record({ msg: text }) }),
  fc.tuple(register, text).map(([name, value]) => ({ set_fact: { [`f_${name}`]: value } })),
  register.map((name) => ({ assert: { that: [`${name}.changed`] } })),
  fc.constant({ meta: "flush_handlers" }),
);

const keywords: fc.Arbitrary<Task> = fc.record(
  {
    register,
    ignore_errors: fc.constant(true),
    notify: fc.subarray(["first", "second", "third"], { minLength: 1 }),
    when: fc.oneof(fc.constantFrom("true", "false", "r0.changed", "has(r1.rc) && r1.rc == 0", "f_r0.startsWith('o')")),
    changed_when: fc.constantFrom("false", "true", "result.changed", "result.nothing"),
    failed_when: fc.constantFrom("false", "result.failed", "true"),
    loop: fc.constantFrom(["x", "y"], ["x"], []),
    no_log: fc.constant(true),
    vars: fc.constant({ local: "{{ r0 }}" }),
  },
  { requiredKeys: [] },
);

/** Most failures are ignored, because a list ends with one that is not. */
const common: fc.Arbitrary<Task> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ ignore_errors: true }) },
  fc.constant({}),
);

const task = fc.tuple(action, fc.oneof({ weight: 3, arbitrary: common }, keywords)).map(([one, more]) => {
  const judged = more["changed_when"] !== undefined || more["failed_when"] !== undefined;
  return { ...("meta" in one ? {} : more), ...(judged && { register: "result" }), ...one };
});

const HANDLERS = ["first", "second", "third"];

/** A handler that notifies no other. */
const handler = action.map((one): Task => ("meta" in one ? { debug: { msg: "no" } } : one));

const block = fc.record(
  {
    block: fc.array(task, { minLength: 1, maxLength: 4 }),
    rescue: fc.array(task, { minLength: 1, maxLength: 2 }),
    always: fc.array(task, { minLength: 1, maxLength: 2 }),
    when: fc.constantFrom("true", "false"),
  },
  { requiredKeys: ["block"] },
);

/** Lists of tasks, some of them in blocks, each with a name of its own. */
export const taskLists: fc.Arbitrary<TaskLists> = fc.record({
  tasks: fc
    .array(fc.oneof({ weight: 6, arbitrary: task }, block), { minLength: 4, maxLength: 24, size: "max" })
    .map((tasks) => named(tasks, "task")),
  handlers: fc
    .tuple(handler, handler, handler)
    .map((tasks) => tasks.map((one, index) => ({ name: HANDLERS[index], ...one }))),
});

function named(tasks: readonly Task[], prefix: string): readonly Task[] {
  return tasks.map((one, index): Task => {
    const name = `${prefix} ${index}`;
    const parts = ["block", "rescue", "always"].filter((part) => part in one);
    const inside = parts.map((part) => [part, named(one[part] as readonly Task[], `${name} ${part}`)] as const);
    return { name, ...one, ...Object.fromEntries(inside) };
  });
}
