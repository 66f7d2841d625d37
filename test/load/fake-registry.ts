import { good } from "../../src/errors/fault.ts";
import { pureModule, shellModule, type Module, type ModuleRegistry } from "../../src/module/contract.ts";
import type { ArgsSchema } from "../../src/module/schema.ts";
import { read, write } from "../../src/module/script.ts";

const described = (description: string) => ({ description });

const SCHEMAS: Readonly<Record<string, ArgsSchema>> = {
  debug: {
    properties: {
      msg: { ...described("The text."), type: "string" },
      var: { ...described("A value."), type: "any", shown: true },
    },
    required: [],
    oneOf: [["msg", "var"]],
  },
  copy: {
    properties: {
      src: { ...described("The file."), type: "string", source: "file" },
      content: { ...described("The text."), type: "string" },
      dest: { ...described("The target."), type: "string", minLength: 1 },
      mode: { ...described("The mode."), type: "string", pattern: "^[0-7]{3,4}$" },
      force: { ...described("Whether to replace."), type: "boolean", default: true },
    },
    required: ["dest"],
    oneOf: [["src", "content"]],
  },
  template: {
    properties: {
      src: { ...described("The template."), type: "string", source: "template" },
      dest: { ...described("The target."), type: "string" },
      mode: { ...described("The mode."), type: "string" },
    },
    required: ["src", "dest"],
  },
  command: {
    properties: {
      cmd: { ...described("The command."), type: "string" },
      argv: { ...described("Its words."), type: "array", items: { ...described("A word."), type: "string" } },
      timeout: { ...described("Seconds."), type: "integer", minimum: 1, default: 60 },
      state: { ...described("Which."), type: "string", enum: ["started", "stopped"] },
    },
    required: [],
    oneOf: [["cmd", "argv"]],
    shorthand: "cmd",
  },
  assert: {
    properties: {
      that: {
        ...described("What must hold."),
        type: "array",
        items: { ...described("A condition."), type: "condition" },
      },
      fail_msg: { ...described("The message."), type: "string" },
    },
    required: ["that"],
    shorthand: "that",
  },
  meta: {
    properties: { action: { ...described("What to do."), type: "string" } },
    required: ["action"],
    shorthand: "action",
  },
  lineinfile: {
    properties: {
      path: { ...described("The file."), type: "string" },
      line: { ...described("The line."), type: "string" },
      state: { ...described("Which."), type: "string", enum: ["present", "absent"], default: "present" },
    },
    required: ["path"],
    needs: [{ argument: "state", value: "present", oneOf: ["line"] }],
  },
  set_fact: { properties: {}, required: [], rest: { ...described("A variable."), type: "any" } },
};

function fake(name: string, args: ArgsSchema): Module {
  return pureModule({
    name,
    summary: "For tests.",
    args,
    examples: [{ title: "None", args: {} }],
    decide: () => ({ changes: [], result: {} }),
  });
}

/** Runs in the background and reads in check mode, as the real module. */
function fakeCommand(args: ArgsSchema): Module {
  const script = read`true`;
  return shellModule({
    name: "command",
    summary: "For tests.",
    args,
    background: true,
    examples: [{ title: "None", args: {} }],
    probe: () => ({ script, parse: () => good({}) }),
    asRead: () => ({ script, parse: () => good({}) }),
    decide: () => ({ changes: [], result: {} }),
    apply: () => ({ script: write`true` }),
  });
}

const MODULES = new Map(
  Object.entries(SCHEMAS).map(([name, args]) => [name, name === "command" ? fakeCommand(args) : fake(name, args)]),
);

/** A registry of modules that do nothing. */
export const fakeRegistry: ModuleRegistry = {
  names: [...MODULES.keys()],
  load: (name) => Promise.resolve(MODULES.get(name)),
};
