import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import { shellModule } from "../../module/contract.ts";
import { readProgram } from "../../module/script.ts";
import { orLater } from "../lib/facts/later.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";
import { tail, unexpected } from "../lib/script-output.ts";
import { parseServices } from "./parse.ts";
import { probe } from "./probe.sh.ts";

export const service_facts = shellModule({
  name: "service_facts",
  summary: "Reads the services into `facts.services` and changes nothing.",
  notes: [
    "`facts.services` is a map from the name, with systemd `nginx.service`, to name, state, status and source.",
    "With systemd, state is running, stopped or failed, and status is what `systemctl is-enabled` prints, not-found for a unit that others name and that does not exist, or unknown for one without a file. Elsewhere the scripts of /etc/init.d are the services. Only OpenRC tells their state; otherwise it is unknown.",
    "If an earlier task would change a unit or a package, `facts.services` is unknown in check mode.",
  ],
  args: { required: [], properties: {} },
  returns: { count: "The number of services in `facts.services`." },
  examples: [{ title: "Read the services", args: {} }],
  probe: () => ({ script: readProgram(probe), parse }),
  decide: (_args, services, predicted) => {
    const found = orLater(services, predicted, ["unit", "package"]);
    return { changes: [], result: { count: Object.keys(services).length }, gathered: { services: found } };
  },
  apply: () => ({ script: NOTHING_TO_WRITE }),
});

function parse(answer: Answer): Outcome<ValueMap> {
  if (answer.exit !== 0 || answer.omitted) return unexpected("the services", answer);
  const { services, failed } = parseServices(answer.stdout);
  if (failed === undefined) return good(services);
  const fault = { what: "list the services with systemctl", exit: failed };
  return bad(moduleFault("modules/step-failed", fault, { details: tail(answer.stderr) }));
}
