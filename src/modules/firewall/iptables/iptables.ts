import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, shellModule } from "../../../module/contract.ts";
import { read, sequence, write, type Script } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { fields, stepFailed, unexpected, worked } from "../../lib/script-output.ts";
import { type Args, programsOf, ruleWords, schema } from "./args.ts";
import { decide, type State } from "./decide.ts";

export const iptables = shellModule({
  name: "iptables",
  summary: "Sets rules, chains and policies of the kernel's packet filter.",
  notes: [
    "iptables itself says whether a rule is there (`iptables -C`). Rules are gone after a reboot unless something stores them, such as the package iptables-persistent.",
    "A task has a rule, or `policy`, `flush` or `chain_management`.",
  ],
  args: schema,
  returns: { chain: "The chain.", rule: "The rule in the words of iptables." },
  examples: [
    {
      title: "Let in what comes to a port",
      args: { chain: "INPUT", protocol: "tcp", destination_port: "22", jump: "ACCEPT" },
    },
    {
      title: "Let in answers",
      args: { chain: "INPUT", ctstate: ["ESTABLISHED", "RELATED"], jump: "ACCEPT", ip_version: "both" },
    },
    { title: "Drop all else", args: { chain: "INPUT", policy: "DROP" } },
    { title: "Create a chain", args: { chain: "METRICS", chain_management: true } },
  ],
  probe: (args) => ({
    script: sequence([SHOW_ROOT, ...programsOf(args).map((program) => ask(program, args)), read`echo 'done yes'`]),
    parse,
  }),
  decide,
  apply,
});

const tableOf = ({ table, wait }: Args) => ["-w", String(wait), "-t", table];

/** Prints `PROGRAM WORD` for each finding: `chain`, `rule`, `filled`, or `policy=POLICY`. */
function ask(program: string, args: Args): Script<"read"> {
  const chain = args.chain === undefined ? [] : [args.chain];
  const rule = ruleWords(args);
  const check = [...tableOf(args), "-C", ...chain, ...rule];
  return read`with_environment command -v ${program} >/dev/null 2>&1 || { printf 'absent %s\\n' ${program}; exit 0; }
[ "$(id -u)" = 0 ] || exit 0
if listed=$(with_environment ${program} ${[...tableOf(args), "-S", ...chain]} 2>/dev/null || checked ${program} "$?"); then
printf '%s chain\\n' ${program}
printf '%s\\n' "$listed" | sed -n ${`s/^-P ${args.chain ?? "-"} /${program} policy=/p; s/^-A .*/${program} filled/p`} | sort -u
${rule.length === 0 ? read`:` : asked(program, check)}
fi`;
}

/** The status 1 says that there is no such rule, or that it names something that does not exist; others are errors. */
function asked(program: string, check: readonly string[]): Script<"read"> {
  return read`status=0
said=$(with_environment ${program} ${check} 2>&1) || { status=$?; checked ${program} "$status" || :; }
case $status in
0) printf '%s rule\\n' ${program} ;;
1) ;;
*) printf '%s\\n' "$said" >&2; exit "$status" ;;
esac`;
}

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  const absent = output.get("absent");
  if (absent !== undefined) {
    const facts = { program: absent, what: "set up the firewall", install: "`package: {name: iptables}`" };
    return bad(systemFault("modules/no-program", facts, { missing: true }));
  }
  if (!isRootBy(output)) return bad(systemFault("modules/not-root", { what: "look at the firewall and change it" }));
  if (answer.exit !== 0) return stepFailed("ask iptables", answer);
  if (output.get("done") === undefined) return unexpected("the firewall", answer);
  const found = ["iptables", "ip6tables"].map((program) => {
    const words = output.all(program);
    const policy = words.find((each) => each.startsWith("policy="))?.slice("policy=".length);
    return [
      program,
      {
        hasChain: words.includes("chain"),
        hasRule: words.includes("rule"),
        isFilled: words.includes("filled"),
        policy,
      },
    ] as const;
  });
  return good(new Map(found));
}

function apply(args: Args, changes: readonly Change[]): Apply {
  const programs = programsOf(args).filter((program) =>
    changes.some(({ resource }) => resource.name.startsWith(`${program}/`)),
  );
  const scripts = programs.map(
    (program) => write`with_environment ${program} ${[...tableOf(args), ...commandOf(args)]} >&2 || exit`,
  );
  return { script: sequence(scripts), parse: worked("change the firewall") };
}

function commandOf(args: Args): readonly string[] {
  const chain = args.chain === undefined ? [] : [args.chain];
  const isThere = args.state === "present";
  const rule = ruleWords(args);
  if (args.flush === true) return ["-F", ...chain];
  if (args.policy !== undefined) return ["-P", ...chain, args.policy];
  if (rule.length === 0) return [isThere ? "-N" : "-X", ...chain];
  if (!isThere) return ["-D", ...chain, ...rule];
  const place = args.rule_num === undefined ? [] : [String(args.rule_num)];
  return args.action === "insert" ? ["-I", ...chain, ...place, ...rule] : ["-A", ...chain, ...rule];
}
