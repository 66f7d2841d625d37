import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Change } from "../../../model/change.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { type Args, defaultDirection, ruleWords } from "./args.ts";

export interface State {
  readonly isActive: boolean;
  /** Whether it is to be active after a reboot. */
  readonly isEnabled: boolean;
  readonly logging: string;
  /** The policies by direction, as ufw spells them in its settings. */
  readonly policies: Readonly<Record<string, string>>;
  /** The rules as they are, and as they would be after the task, for both versions of the protocol. */
  readonly rules: { readonly now: readonly string[]; readonly then: readonly string[] };
}

const setting = (name: string) => ({ kind: "setting", name: `ufw/${name}` }) as const;

/** The states that are not seen afterwards. */
const DEEDS = { reloaded: "reload the firewall", reset: "remove all rules" } as const;

export function decide(args: Args, state: State, predicted: Predicted): Decision {
  const { rule, logging, default: policy } = args;
  if ([args.state, rule, logging, policy].every((each) => each === undefined))
    return { changes: [], result: {}, fault: idle() };
  if (rule !== undefined && args.direction === "routed") return { changes: [], result: {}, fault: routed() };
  if (
    predicted.get(setting("reset")) !== undefined ||
    predicted.any("path", (path) => /^\/etc\/(default\/ufw|ufw)(\/|$)/.test(path))
  )
    return { changes: [], result: {}, unpredictable: "earlier tasks would change the firewall's files" };
  const changes = [
    ...(args.state === "reset" ? [deed("reset")] : []),
    ...ruleChange(args, state, predicted),
    ...policyChange(args, state, predicted),
    ...loggingChange(args, state, predicted),
    ...stateChange(args, state, predicted),
  ];
  return { changes, result: {} };
}

function idle() {
  return moduleFault("modules/argument", {
    name: "rule",
    problem: "is missing",
    write: "Give `rule`, `default`, `logging` or `state`.",
  });
}

function routed() {
  return moduleFault("modules/argument", {
    name: "direction",
    problem: "is `routed`, which no rule has",
    write: "Set `route: true` with `interface_in` and `interface_out`.",
  });
}

function deed(state: keyof typeof DEEDS): Change {
  return { resource: setting(state), summary: DEEDS[state], before: null, after: "done" };
}

function stateChange(args: Args, { isActive, isEnabled }: State, predicted: Predicted): readonly Change[] {
  const later = predicted.get(setting("state"));
  const [on, off] =
    later === undefined
      ? [isActive && isEnabled, !isActive && !isEnabled]
      : [later === "enabled", later === "disabled"];
  if (args.state === "enabled") return on ? [] : [stateTo("enabled", "let the firewall act", off)];
  if (args.state === "disabled") return off ? [] : [stateTo("disabled", "let the firewall no longer act", false)];
  return args.state === "reloaded" && !off ? [deed("reloaded")] : [];
}

function stateTo(after: string, summary: string, wasOff: boolean): Change {
  return { resource: setting("state"), summary, before: wasOff ? "disabled" : "enabled", after };
}

/** Words of ufw's settings by those of its commands. */
const POLICIES: Readonly<Record<string, string>> = { ACCEPT: "allow", DROP: "deny", REJECT: "reject" };

function policyChange(args: Args, { policies }: State, predicted: Predicted): readonly Change[] {
  if (args.default === undefined) return [];
  const direction = defaultDirection(args);
  const resource = setting(`default/${direction}`);
  const before = predicted.get(resource) ?? POLICIES[policies[direction] ?? ""] ?? null;
  if (before === args.default) return [];
  return [{ resource, summary: `${args.default} ${direction} traffic by default`, before, after: args.default }];
}

function loggingChange({ logging }: Args, state: State, predicted: Predicted): readonly Change[] {
  if (logging === undefined) return [];
  const before = predicted.get(setting("logging")) ?? state.logging;
  if (logging === "on" ? before !== "off" : before === logging) return [];
  return [
    {
      resource: setting("logging"),
      summary: `set logging to ${logging}`,
      before,
      after: logging === "on" ? "low" : logging,
    },
  ];
}

/** ufw itself has said what the rules would be. */
function ruleChange(args: Args, { rules }: State, predicted: Predicted): readonly Change[] {
  if (args.rule === undefined) return [];
  const words = ruleWords({ ...args, delete: false }, undefined).join(" ");
  const resource = setting(`rule/${words.replace(/ comment .*/, "")}`);
  const later = predicted.get(resource);
  const after = args.delete === true ? null : words;
  if (later === undefined ? rules.now.join("\n") === rules.then.join("\n") : later === after) return [];
  const before = args.delete === true ? words : null;
  return [{ resource, summary: `${args.delete === true ? "remove" : "add"} the rule ${words}`, before, after }];
}

export const notRoot = () => systemFault("modules/not-root", { what: "look at the firewall and change it" });
