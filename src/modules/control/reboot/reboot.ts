import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Made, type Settled, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { readProgram, write } from "../../../module/script.ts";
import { fields, unexpected, worked } from "../../lib/script-output.ts";
import { probe } from "./probe.sh.ts";

const schema = {
  required: [],
  properties: {
    reboot_timeout: {
      type: "integer",
      minimum: 1,
      description: "The seconds after which the task fails if the host has not come back.",
      default: 600,
    },
    msg: {
      type: "string",
      description: "What users of the host read before.",
      default: "Reboot initiated by provision",
    },
    pre_reboot_delay: { type: "integer", minimum: 0, description: "The seconds to wait before.", default: 0 },
    post_reboot_delay: {
      type: "integer",
      minimum: 0,
      description: "The seconds to wait at least after the command to restart.",
      default: 0,
    },
    test_command: {
      type: "string",
      description: "A command line for sh that must succeed after the restart; it gets 30 seconds for each try.",
      default: "",
    },
    search_paths: {
      type: "array",
      items: { type: "string", description: "A folder.", pattern: "^/", rule: "an absolute path" },
      description: "Folders in which `shutdown` may be, besides those of the system.",
    },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  /** Another one after each restart. */
  readonly boot: string;
  readonly isRoot: boolean;
  /** Whether the test command has succeeded, or there is none. */
  readonly isReady: boolean;
}

export const reboot = shellModule({
  name: "reboot",
  summary: "Restarts the host and waits until it is back.",
  notes: [
    "The task ends when another start of the kernel, or of a container's first process, answers over a new connection. A host that only closes its connections has not restarted.",
    "Every run restarts the host: give the task a `when`, or let a change notify it as a handler. Check mode predicts the restart.",
    "The machine on which provision runs (`connection: local`) cannot be restarted.",
  ],
  args: schema,
  returns: { rebooted: "Whether the host was restarted: true." },
  examples: [
    { title: "Restart the host", args: {} },
    {
      title: "Wait until a service answers, too",
      args: { reboot_timeout: 900, test_command: "systemctl is-active ssh" },
    },
  ],
  probe: ({ test_command }) => ({ script: readProgram(probe, { variables: { test_command } }), parse }),
  decide: (_, { isRoot }) => {
    const fault = isRoot ? undefined : systemFault("modules/not-root", { what: "restart the host" });
    if (fault) return { changes: [], result: {}, fault };
    const resource = { kind: "command", name: "reboot" } as const;
    return {
      changes: [{ resource, summary: "restart the host", before: null, after: "restarted" }],
      result: { rebooted: true },
    };
  },
  apply: ({ msg, pre_reboot_delay, search_paths = [] }) => ({
    script: write`: >"$run/restarting" || fail 'The restart cannot be noted.'
[ ${pre_reboot_delay} = 0 ] || sleep ${pre_reboot_delay}
PATH=$PATH${search_paths.map((path) => `:${path}`).join("")}
if command -v shutdown >/dev/null 2>&1; then with_environment shutdown -r now ${msg}
elif command -v reboot >/dev/null 2>&1; then with_environment reboot
else fail 'The host has neither shutdown nor reboot.'; fi`,
    parse: worked("restart the host"),
  }),
  reconnects: true,
  settle: { check, every: 1, timeout: ({ reboot_timeout, post_reboot_delay }) => reboot_timeout + post_reboot_delay },
});

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  const boot = output.get("boot") ?? "/";
  if (answer.exit !== 0 || boot.startsWith("/")) return unexpected("the start of the host", answer);
  return good({
    boot,
    isRoot: output.get("user") === "0",
    isReady: (output.get("tested") ?? "0") === "0",
  });
}

function check({ test_command, post_reboot_delay }: Args, { boot, isReady }: State, made?: Made<State>): Settled {
  if (!made) return { is: "settled" };
  if (boot === made.before.boot) return { is: "waiting", for: "the host to restart" };
  if (!isReady) return { is: "waiting", for: `the command to succeed: ${test_command}` };
  if (made.seconds < post_reboot_delay) return { is: "waiting", for: `${post_reboot_delay} s to pass` };
  return { is: "settled" };
}
