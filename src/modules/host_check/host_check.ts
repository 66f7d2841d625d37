import { moduleFault } from "../../errors/catalogue/modules.ts";
import { shellModule } from "../../module/contract.ts";
import { HOST_CHECK_ARGS } from "./args.ts";
import { findingsOf, warningsOf } from "./decide.ts";
import { probeHost } from "./probe.ts";
import { parseHost } from "./parse.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";

export const host_check = shellModule({
  name: "host_check",
  summary: "Checks whether a host meets a list of requirements, reports all violations at once, and changes nothing.",
  notes: [
    "Use it before anything else: each of its findings would make a later task fail.",
    "Memory is the smaller of the machine's and its control group's, used memory included. For disks, the free space counts, plus the present content of the named folders.",
    "Only root sees which process holds a port: use `become`. A port that a container of one of `compose_projects` holds counts as free, because an earlier run deployed it.",
    "The module checks other hosts with a TCP connection, which needs bash and timeout on the target. A refused connection is an answer, so nothing has to listen there yet.",
  ],
  args: HOST_CHECK_ARGS,
  returns: {
    findings: "The requirements that are not met, a sentence each.",
    memory_mib: "The host's memory in MiB.",
    architecture: "The host's architecture.",
  },
  examples: [
    {
      title: "Check a port, and the memory of two users",
      args: {
        ports: [{ for: "echo", port: 7 }],
        memory: [
          { for: "echo", size: "4m" },
          { for: "the system", size: "16m" },
        ],
      },
    },
    {
      title: "Check the disk, a kernel setting and a command",
      args: {
        disk: [{ for: "logs", path: "/var/log/echo", size: "1m" }],
        sysctls: [{ name: "vm.max_map_count", min: 1000 }],
        commands: ["sh"],
      },
    },
  ],
  probe: (args) => ({ script: probeHost(args), parse: parseHost }),
  decide: (args, state) => {
    const findings = findingsOf(args, state);
    const texts = findings.map(({ text }) => text);
    const result = { findings: texts, memory_mib: state.memoryMib, architecture: state.architecture };
    const warnings = warningsOf(args, state);
    const decision = { changes: [], result, ...(warnings.length > 0 && { warnings }) };
    if (findings.length === 0) return decision;
    const missing = findings.every(({ curable }) => curable);
    const details = texts.length > 1 ? texts : undefined;
    return { ...decision, fault: moduleFault("modules/host-unfit", { findings: texts }, { details, missing }) };
  },
  apply: () => ({ script: NOTHING_TO_WRITE }),
});
