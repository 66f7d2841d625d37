import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, shellModule } from "../../../module/contract.ts";
import { read, write } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { captured } from "../../lib/capture.ts";
import { fields, stepFailed, unexpected, worked } from "../../lib/script-output.ts";
import { type Args, defaultDirection, ruleWords, schema } from "./args.ts";
import { decide, notRoot, type State } from "./decide.ts";

export const ufw = shellModule({
  name: "ufw",
  summary: "Sets rules and policies of the firewall ufw, and lets it act.",
  notes: [
    "ufw itself says in check mode what its rules would be (`ufw --dry-run`), so a rule counts as present however it was written. A rule that differs only in its comment or in what it does replaces the old one.",
    "One task may set a rule, a policy and logging, and then let the firewall act: in this order, so that a rule for the login is there first.",
    "`reset` and, while the firewall acts, `reloaded` are changes each time.",
  ],
  args: schema,
  examples: [
    { title: "Let in what comes to the port of ssh", args: { rule: "allow", to_port: "22", proto: "tcp" } },
    {
      title: "Let a network reach two ports",
      args: { rule: "allow", from_ip: "192.0.2.0/24", to_port: "9092,9093", proto: "tcp", comment: "Kafka" },
    },
    {
      title: "Reject all else, and let the firewall act",
      args: { default: "deny", direction: "incoming", state: "enabled" },
    },
  ],
  probe: (args) => ({
    script: read`${SHOW_ROOT}
with_environment command -v ufw >/dev/null 2>&1 || { echo 'ufw no'; exit 0; }
[ "$(id -u)" = 0 ] || { echo 'ufw yes'; exit 0; }
status=$(with_environment ufw status) || { checked ufw "$?" || exit; }
printf '%s\\n' "$status" | sed -n 's/^Status: /status /p'
sed -n 's/^ENABLED=/enabled /p; s/^LOGLEVEL=/logging /p' /etc/ufw/ufw.conf
sed -n 's/^DEFAULT_\\([A-Z]*\\)_POLICY="*\\([A-Z]*\\)"*$/policy \\1 \\2/p' /etc/default/ufw
sed -n 's/^### tuple ### /now 4 /p' /etc/ufw/user.rules
[ ! -f /etc/ufw/user6.rules ] || sed -n 's/^### tuple ### /now 6 /p' /etc/ufw/user6.rules
${args.rule === undefined ? read`:` : tryRule(args)}
echo 'ufw yes'`,
    parse,
  }),
  decide,
  apply,
});

/** Prints the rules after the change: lines `then RULE`, each list of them after `family PREFIX`. */
function tryRule(args: Args) {
  return read`rules=$(with_environment ufw --dry-run ${ruleWords(args)}) || { checked ufw "$?" || exit; }
printf '%s\\n' "$rules" | sed -n 's/^:\\(ufw6*\\)-user-input .*/family \\1/p; s/^### tuple ### /then /p'`;
}

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("ufw") === "no") {
    const facts = { program: "ufw", what: "set up the firewall", install: "`package: {name: ufw}`" };
    return bad(systemFault("modules/no-program", facts, { missing: true }));
  }
  if (!isRootBy(output)) return bad(notRoot());
  if (answer.exit !== 0) return stepFailed("ask ufw", answer);
  const status = output.get("status");
  if (output.get("ufw") === undefined || status === undefined) return unexpected("the firewall", answer);
  const policies = output.all("policy").map((line) => line.split(" "));
  const [incoming, outgoing, routed] = ["INPUT", "OUTPUT", "FORWARD"].map(
    (chain) => policies.find(([name]) => name === chain)?.[1] ?? "",
  );
  return good({
    isActive: status === "active",
    isEnabled: output.get("enabled") === "yes",
    logging: output.get("logging") ?? "off",
    policies: { incoming: incoming ?? "", outgoing: outgoing ?? "", routed: routed ?? "" },
    rules: rulesOf(answer.stdout),
  });
}

/** Only a family of addresses that the rule concerns is listed again. */
function rulesOf(stdout: string): State["rules"] {
  const lines = stdout.split("\n");
  const then = new Map<string, string[]>();
  let family: string[] = [];
  for (const line of lines) {
    const [, name] = /^family ufw(6?)$/.exec(line) ?? [];
    if (name !== undefined) then.set(name === "6" ? "6" : "4", (family = []));
    else if (line.startsWith("then ")) family.push(line.slice("then ".length));
  }
  const now = (name: string) =>
    lines.flatMap((line) => (line.startsWith(`now ${name} `) ? [line.slice("now 4 ".length)] : []));
  const listed = [...then.keys()];
  return { now: listed.flatMap(now), then: listed.flatMap((name) => then.get(name) ?? []) };
}

function apply(args: Args, changes: readonly Change[]): Apply {
  const has = (part: string) => changes.some(({ resource }) => resource.name.startsWith(`ufw/${part}`));
  const run = (words: readonly string[]) => write`with_environment ufw ${words}`;
  const steps = [
    ...(has("reset") ? [run(["--force", "reset"])] : []),
    ...(has("rule/") ? [run([...(args.delete === true ? ["--force"] : []), ...ruleWords(args)])] : []),
    ...(has("default/") ? [run(["default", args.default ?? "", defaultDirection(args)])] : []),
    ...(has("logging") ? [run(["logging", args.logging ?? ""])] : []),
    ...(has("state") ? [run(["--force", args.state === "enabled" ? "enable" : "disable"])] : []),
    ...(has("reloaded") ? [run(["reload"])] : []),
  ].reduce((done, step) => write`${done} && ${step}`);
  return { script: captured("ufw", steps), parse: worked("change the firewall") };
}
