import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { fields, stepFailed, tail, unexpected } from "../../lib/script-output.ts";
import { elementOf, optionFor, type FirewalldArgs } from "./args.ts";

export interface FirewalldState {
  readonly isRunning: boolean;
  /** Exit statuses: 0 means that the zone has it, 1 that it does not, any other is an error. Undefined: not asked for. */
  readonly permanent: number | undefined;
  readonly runtime: number | undefined;
  readonly zone: string;
  readonly details: readonly string[];
}

/** What does not act yet is asked of firewalld; while it does not run, a program of its own reads the files. */
export function probeFirewalld(args: FirewalldArgs): Probe<FirewalldState> {
  const query = optionFor("query", elementOf(args));
  const script = read`${SHOW_ROOT}
with_environment command -v firewall-cmd >/dev/null 2>&1 || { echo 'firewalld no'; exit 0; }
[ "$(id -u)" = 0 ] || { echo 'firewalld yes'; exit 0; }
ask() {
with_environment timeout 60 "$@"
rc=$?
# Its own answers, such as 252 while firewalld does not run, look as if a signal had ended it.
case $rc in 25[1-4]) ;; *) checked timeout/firewall-cmd "$rc" ;; esac
}
zone=${args.zone ?? ""} permanent='firewall-cmd --permanent'
ask firewall-cmd --state >/dev/null 2>&1
case $rc in 0) echo 'running yes' ;; *) permanent=firewall-offline-cmd ;; esac
if [ -z "$zone" ]; then
zone=$(ask \${permanent% --permanent} --get-default-zone) || zone=''
[ -n "$zone" ] || { echo "There is no default zone." >&2; exit 1; }
fi
echo "zone $zone"
case $permanent in
firewall-cmd*) ask firewall-cmd "--zone=$zone" ${query} >/dev/null; echo "runtime $rc" ;;
esac
ask $permanent "--zone=$zone" ${query} >/dev/null
echo "permanent $rc"
echo 'firewalld yes'`;
  return { script, parse };
}

function parse(answer: Answer): Outcome<FirewalldState> {
  const output = fields(answer.stdout);
  if (output.get("firewalld") === "no") {
    const facts = { program: "firewall-cmd", what: "set up the firewall", install: "`package: {name: firewalld}`" };
    return bad(systemFault("modules/no-program", facts, { missing: true }));
  }
  if (!isRootBy(output)) return bad(systemFault("modules/not-root", { what: "look at the firewall and change it" }));
  if (answer.exit !== 0) return stepFailed("ask firewalld", answer);
  const number = (name: string) => (output.get(name) === undefined ? undefined : Number(output.get(name)));
  const zone = output.get("zone");
  if (output.get("firewalld") === undefined || zone === undefined) return unexpected("the firewall", answer);
  return good({
    isRunning: output.get("running") === "yes",
    permanent: number("permanent"),
    runtime: number("runtime"),
    zone,
    details: tail(answer.stderr),
  });
}
