import { moduleFault } from "../../errors/catalogue/modules.ts";
import { shellModule } from "../../module/contract.ts";
import { HOST_CHECK_ARGS } from "./args.ts";
import { findingsOf, warningsOf } from "./decide.ts";
import { probeHost } from "./probe.ts";
import { parseHost } from "./parse.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";

export const host_check = shellModule({
  name: "host_check",
  summary: "Looks whether a host has what is to run there, names all that it lacks at once, and changes nothing.",
  notes: [
    "Use it before anything else: what it finds would make a later task fail.",
    "Memory is the smaller of the machine's and its control group's, however much of it is in use. Of disk counts what is free, and what the folders named hold already.",
    "Who holds a port is seen by root only: use `become`. A port that a container of one of `compose_projects` holds is not taken: it is what was deployed before.",
    "Other hosts are asked by a TCP connection, which needs bash and timeout on the target. A connection that is refused is an answer, so nothing has to listen there yet.",
  ],
  args: HOST_CHECK_ARGS,
  returns: {
    findings: "What will not do, a sentence each.",
    memory_mib: "The host's memory.",
    architecture: "The host's architecture.",
  },
  examples: [
    {
      title: "A port, and memory for two",
      args: {
        ports: [{ for: "echo", port: 7 }],
        memory: [
          { for: "echo", size: "4m" },
          { for: "the system", size: "16m" },
        ],
      },
    },
    {
      title: "System, disk and kernel",
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
    const said = { changes: [], result, ...(warnings.length > 0 && { warnings }) };
    if (findings.length === 0) return said;
    const missing = findings.every(({ curable }) => curable);
    const details = texts.length > 1 ? texts : undefined;
    return { ...said, fault: moduleFault("modules/host-unfit", { findings: texts }, { details, missing }) };
  },
  apply: () => ({ script: NOTHING_TO_WRITE }),
});
