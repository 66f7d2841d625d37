import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { type Args, programsOf, ruleWords } from "./args.ts";

/** What a program says of the chain, or of the table. */
export interface Found {
  readonly hasChain: boolean;
  readonly hasRule: boolean;
  /** Whether it has any rules. */
  readonly isFilled: boolean;
  readonly policy: string | undefined;
}

export type State = ReadonlyMap<string, Found>;

const NOTHING: Found = { hasChain: false, hasRule: false, isFilled: false, policy: undefined };

const setting = (program: string, { table, chain = "" }: Args, what: string) =>
  ({ kind: "setting", name: `${program}/${table}/${chain}${what}` }) as const;

export function decide(args: Args, state: State, predicted: Predicted): Decision {
  const fault = misuse(args);
  if (fault) return { changes: [], result: {}, fault };
  const result = { ...(args.chain !== undefined && { chain: args.chain }), rule: ruleWords(args).join(" ") };
  const decided = programsOf(args).map((program) => changeBy(program, args, state.get(program) ?? NOTHING, predicted));
  const wrong = decided.find((each) => each !== undefined && "fault" in each);
  if (wrong && "fault" in wrong) return { changes: [], result: {}, fault: wrong.fault };
  return { changes: decided.flatMap((each) => (each && "resource" in each ? [each] : [])), result };
}

/** `chain_management` and `policy` are for tasks without a rule. */
function misuse(args: Args): Fault | undefined {
  const hasRule = ruleWords(args).length > 0;
  const alone = args.flush
    ? "flush"
    : args.policy !== undefined
      ? "policy"
      : args.chain_management
        ? "chain_management"
        : undefined;
  if (hasRule === (alone === undefined)) return undefined;
  const write = hasRule
    ? "Write a task of its own for the rule."
    : "Say what the rule matches, and what happens (`jump`).";
  const problem = hasRule ? "is given with a rule" : "is missing";
  return moduleFault("modules/argument", { name: alone ?? "jump", problem, write });
}

function changeBy(
  program: string,
  args: Args,
  found: Found,
  predicted: Predicted,
): Change | { readonly fault: Fault } | undefined {
  const own = setting(program, args, "");
  const hasChain = (predicted.get(own) ?? (found.hasChain ? "present" : "absent")) === "present";
  if (args.chain_management && ruleWords(args).length === 0 && args.flush !== true && args.policy === undefined) {
    if (hasChain === (args.state === "present")) return undefined;
    const summary = `${args.state === "present" ? "create" : "remove"} the chain ${args.chain ?? ""} (${program})`;
    return { resource: own, summary, before: hasChain ? "present" : "absent", after: args.state };
  }
  if (!hasChain && args.state === "absent" && args.flush !== true) return undefined;
  if (!hasChain)
    return {
      fault: systemFault(
        "modules/no-firewall-chain",
        { chain: args.chain ?? "", table: args.table },
        { missing: true },
      ),
    };
  if (args.policy !== undefined) return policyChange(program, args, found, predicted);
  return args.flush === true
    ? flushChange(program, args, found, predicted)
    : ruleChange(program, args, found, predicted);
}

function policyChange(program: string, args: Args, found: Found, predicted: Predicted): Change | undefined {
  const resource = setting(program, args, " policy");
  const before = predicted.get(resource) ?? found.policy ?? null;
  if (before === (args.policy ?? null)) return undefined;
  return {
    resource,
    summary: `set the policy of ${args.chain ?? ""} (${program})`,
    before,
    after: args.policy ?? null,
  };
}

const isRuleOf = (program: string, { table, chain }: Args) => {
  const start = `${program}/${table}/${chain === undefined ? "" : `${chain} rule `}`;
  return (name: string) => name.startsWith(start) && name.includes(" rule ");
};

function flushChange(program: string, args: Args, found: Found, predicted: Predicted): Change | undefined {
  const resource = setting(program, args, " flush");
  const isFlushed = predicted.get(resource) !== undefined;
  const gainsRules = predicted.any("setting", isRuleOf(program, args), isFlushed ? resource : undefined);
  if (!gainsRules && (isFlushed || !found.isFilled)) return undefined;
  const what = args.chain ?? `the table ${args.table}`;
  return { resource, summary: `remove all rules of ${what} (${program})`, before: "rules", after: "none" };
}

function ruleChange(program: string, args: Args, found: Found, predicted: Predicted): Change | undefined {
  const words = ruleWords(args).join(" ");
  const resource = setting(program, args, ` rule ${words}`);
  const before = ruleBefore(program, args, found, predicted, resource.name);
  if (before === args.state) return undefined;
  const verb = args.state === "present" ? "add" : "remove";
  return { resource, summary: `${verb} the rule ${args.chain ?? ""} ${words} (${program})`, before, after: args.state };
}

/** After an earlier task would remove all rules, only what is added later counts. */
function ruleBefore(
  program: string,
  args: Args,
  found: Found,
  predicted: Predicted,
  name: string,
): "present" | "absent" {
  const flushes = [setting(program, args, " flush"), setting(program, { ...args, chain: "" }, " flush")];
  const flush = flushes.find((each) => predicted.get(each) !== undefined);
  const later = predicted.get({ kind: "setting", name });
  if (flush && !predicted.any("setting", (each) => each === name, flush)) return "absent";
  return (later ?? (found.hasRule ? "present" : "absent")) === "present" ? "present" : "absent";
}
