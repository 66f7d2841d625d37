import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import { Unknown } from "../../model/unknown.ts";
import { shellModule, type Predicted } from "../../module/contract.ts";
import { unexpected } from "../lib/script-output.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";
import { normalPath, pathArg } from "../lib/path/args.ts";
import { withPredicted, type PathState } from "../lib/path/state.ts";
import { probePath, probePort } from "./probes.ts";

interface WaitArgs {
  readonly port?: number;
  readonly host: string;
  readonly path?: string;
  readonly search_regex?: string;
  readonly state: "started" | "present" | "stopped" | "absent";
  readonly delay: number;
  readonly connect_timeout: number;
}

/** Whether the port or path is there, or that the name of the port's host has no address. */
type Found = boolean | "unresolved";

export const wait_for = shellModule({
  name: "wait_for",
  summary: "Waits until a port accepts connections, a path exists, or a file has a matching line.",
  notes: [
    "The module checks the condition repeatedly with short scripts, so nothing blocks on the target.",
    "To check another host's port, the target needs bash and timeout; for its own ports the kernel's table of listening sockets is enough.",
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
        rule: "a host name or an IP address",
      },
      path: pathArg("A path on the target."),
      search_regex: {
        type: "string",
        description:
          "A regular expression that a line of the file must match: \\d, \\w, \\s and \\b work, look-around and flags do not.",
        minLength: 1,
        regex: true,
      },
      state: {
        type: "string",
        description: "The state to wait for; `started` equals `present`, and `stopped` equals `absent`.",
        enum: ["started", "present", "stopped", "absent"],
        default: "started",
      },
      timeout: { type: "integer", description: "Seconds after which the task fails.", minimum: 1, default: 300 },
      delay: {
        type: "integer",
        description: "Seconds to wait before the condition is checked for the first time. Check mode does not wait.",
        minimum: 0,
        maximum: 86_400,
        default: 0,
      },
      connect_timeout: {
        type: "integer",
        description: "Seconds after which a connection to a port that nothing answers is given up, and tried again.",
        minimum: 1,
        maximum: 60,
        default: 5,
      },
      sleep: {
        type: "integer",
        description: "Has no effect, and is here for Ansible's playbooks: the condition is checked each second.",
        minimum: 1,
        default: 1,
      },
    },
    oneOf: [["port", "path"]],
  },
  returns: { waited_for: "The condition." },
  examples: [
    { title: "Wait until sshd accepts connections", args: { port: 22, timeout: 30 } },
    { title: "Wait until a file exists", args: { path: "/etc/hostname" } },
    { title: "Wait until nothing listens on a port", args: { port: 9, state: "stopped" } },
  ],
  probe: (args) => ({
    script:
      args.path === undefined
        ? probePort(args.host, args.port ?? 0, args.connect_timeout)
        : probePath(normalPath(args.path), args.search_regex),
    parse: (answer) => parse(args, answer),
  }),
  decide: (args, found, predicted) => {
    const result = { waited_for: conditionOf(args) };
    if (args.search_regex !== undefined && args.path === undefined)
      return { changes: [], result, fault: REGEX_OF_PORT };
    const later = found === "unresolved" ? found : withPredictedPath(args, found, predicted);
    if (later instanceof Unknown) return { changes: [], result, unpredictable: later.reason };
    if (reached(args, later)) return { changes: [], result, isSettled: true };
    const unpredictable = `would wait for ${conditionOf(args)}`;
    return { changes: [], result, unpredictable };
  },
  apply: () => ({ script: NOTHING_TO_WRITE }),
  settle: {
    check: (args, found) =>
      reached(args, found) ? { is: "settled" } : { is: "waiting", for: conditionOf(args) + reasonOf(args, found) },
    delay: ({ delay }) => delay,
    every: 1,
    timeout: ({ timeout }) => timeout,
  },
});

/** Whether the path will exist, or the file have the line, after the changes that check mode has predicted. */
function withPredictedPath({ path, search_regex }: WaitArgs, isUp: boolean, predicted: Predicted): boolean | Unknown {
  if (path === undefined) return isUp;
  const now: PathState = isUp ? { kind: "other" } : "absent";
  const later = withPredicted(now, predicted, normalPath(path));
  if (later === now || later instanceof Unknown) return later instanceof Unknown ? later : isUp;
  if (later === "absent") return false;
  return search_regex === undefined || new Unknown(`the future lines of ${path} are not searched`);
}

const REGEX_OF_PORT = moduleFault("modules/argument", {
  name: "search_regex",
  problem: "has no effect with `port`",
  write: "Give a file in `path`, or remove `search_regex`.",
});

function parse(args: WaitArgs, answer: Answer): Outcome<Found> {
  const address = `${args.host} port ${args.port ?? 0}`;
  switch (answer.stdout.trim()) {
    case "yes":
      return good(true);
    case "no":
      return good(false);
    case "unresolved":
      return good("unresolved");
    case "folder": {
      const write = "Name a file, or remove `search_regex`.";
      return bad(moduleFault("modules/argument", { name: "path", problem: "is a folder, which has no lines", write }));
    }
    case "unreadable":
      return bad(moduleFault("modules/unreadable", { path: args.path ?? "" }));
    case "no-probe":
      return bad(moduleFault("modules/no-probe", { address }));
    case "bad-regex": {
      const problem = `is not an extended regular expression: ${args.search_regex ?? ""}`;
      return bad(
        moduleFault("modules/argument", {
          name: "search_regex",
          problem,
          write: "See `man grep` for the syntax.",
        }),
      );
    }
    default:
      return unexpected(args.path ?? address, answer);
  }
}

/** What nobody can connect to need not be stopped: its name may resolve later. */
function reached({ state }: WaitArgs, found: Found): boolean {
  return found !== "unresolved" && found === (state === "started" || state === "present");
}

function reasonOf({ host }: WaitArgs, found: Found): string {
  return found === "unresolved" ? ` (the name ${host} does not resolve on the host)` : "";
}

function conditionOf({ host, port, path, search_regex, state }: WaitArgs): string {
  const thing = path === undefined ? `${host} port ${port ?? 0}` : path;
  const matching = search_regex === undefined ? "" : ` with a line that matches ${search_regex}`;
  return `${thing}${matching} to be ${state}`;
}
