import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import { shellModule } from "../../module/contract.ts";
import { unexpected } from "../lib/script-output.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";
import { normalPath, pathArg } from "../lib/path/args.ts";
import { seePath, seePort } from "./probes.ts";

interface WaitArgs {
  readonly port?: number;
  readonly host: string;
  readonly path?: string;
  readonly search_regex?: string;
  readonly state: "started" | "present" | "stopped" | "absent";
}

export const wait_for = shellModule({
  name: "wait_for",
  summary: "Waits until a port accepts connections, or a path is there or holds a text.",
  notes: [
    "The target is asked again and again with short questions, as it sees the port: nothing blocks there.",
    "A port of another host needs bash on the target; for one of its own its table of listening sockets will do.",
  ],
  args: {
    required: [],
    properties: {
      port: { type: "integer", description: "The TCP port.", minimum: 1, maximum: 65535 },
      host: {
        type: "string",
        description: "The host of the port, as the target sees it.",
        default: "127.0.0.1",
        pattern: "^[A-Za-z0-9._:-]+$",
      },
      path: pathArg("A path on the target."),
      search_regex: {
        type: "string",
        description: "An extended regular expression that a line of the file is to match.",
        minLength: 1,
      },
      state: {
        type: "string",
        description: "What to wait for: `started` and `present` mean the same, and so do `stopped` and `absent`.",
        enum: ["started", "present", "stopped", "absent"],
        default: "started",
      },
      timeout: { type: "integer", description: "Seconds after which it has failed.", minimum: 1, default: 300 },
    },
    oneOf: [["port", "path"]],
  },
  returns: { waited_for: "What was waited for." },
  examples: [
    { title: "Until sshd accepts connections", args: { port: 22, timeout: 30 } },
    { title: "Until a file is there", args: { path: "/etc/hostname" } },
    { title: "Until nothing listens any more", args: { port: 9, state: "stopped" } },
  ],
  probe: (args) => ({
    script:
      args.path === undefined ? seePort(args.host, args.port ?? 0) : seePath(normalPath(args.path), args.search_regex),
    parse: (answer) => parse(args, answer),
  }),
  decide: (args, seen) => ({
    changes: [],
    result: { waited_for: wanted(args) },
    ...(!reached(args, seen) && { unpredictable: `whether it will be so cannot be told: ${wanted(args)}` }),
  }),
  apply: () => ({ script: NOTHING_TO_WRITE }),
  settle: {
    look: (args, seen) => (reached(args, seen) ? { is: "settled" } : { is: "waiting", for: wanted(args) }),
    every: 1,
    timeout: ({ timeout }) => timeout,
  },
});

function parse(args: WaitArgs, answer: Answer): Outcome<boolean> {
  const address = `${args.host} port ${args.port ?? 0}`;
  switch (answer.stdout.trim()) {
    case "yes":
      return good(true);
    case "no":
      return good(false);
    case "no-probe":
      return bad(moduleFault("modules/no-probe", { address }));
    case "bad-regex": {
      const problem = `is no extended regular expression: ${args.search_regex ?? ""}`;
      return bad(
        moduleFault("modules/argument", {
          name: "search_regex",
          problem,
          write: "See `man grep` for what it may hold.",
        }),
      );
    }
    default:
      return unexpected(args.path ?? address, answer);
  }
}

function reached({ state }: WaitArgs, seen: boolean): boolean {
  return seen === (state === "started" || state === "present");
}

function wanted({ host, port, path, search_regex, state }: WaitArgs): string {
  const thing = path === undefined ? `${host} port ${port ?? 0}` : path;
  const matching = search_regex === undefined ? "" : ` with a line that matches ${search_regex}`;
  return `${thing}${matching} to be ${state}`;
}
