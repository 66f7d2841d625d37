import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import { shellModule } from "../../module/contract.ts";
import { readProgram } from "../../module/script.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";
import { orLater } from "../lib/facts/later.ts";
import { tail, unexpected } from "../lib/script-output.ts";
import { parsePackages } from "./parse.ts";
import { probe } from "./probe.sh.ts";

const MANAGERS = ["apt", "rpm", "apk", "pacman"] as const;

export const package_facts = shellModule({
  name: "package_facts",
  summary: "Reads the installed packages into `facts.packages` and changes nothing.",
  notes: [
    "`facts.packages` is a map from the name to a list, because several versions or architectures of a package may be installed. Each entry has name, version, arch and source (the package manager), with rpm also release and epoch.",
    'A condition asks for a package with `"nginx" in facts.packages`.',
    "If an earlier task would change packages, `facts.packages` is unknown in check mode, because only the package manager knows what it would bring along.",
  ],
  args: {
    required: [],
    properties: {
      manager: {
        type: "array",
        items: {
          type: "string",
          enum: ["auto", ...MANAGERS],
          description: "A package manager, or `auto` for all that are supported.",
        },
        description: "The package managers to ask, in this order; without it all that are supported.",
        minItems: 1,
      },
      strategy: {
        type: "string",
        enum: ["first", "all"],
        description: "Whether the first package manager that the host has is asked, or each of them.",
        default: "first",
      },
    },
  },
  returns: { count: "The number of names in `facts.packages`." },
  examples: [
    { title: "Read the installed packages", args: {} },
    { title: "Ask one package manager only", args: { manager: ["apt"] } },
  ],
  probe: ({ manager, strategy }) => ({
    script: readProgram(probe, { variables: { strategy }, words: managersOf(manager) }),
    parse,
  }),
  decide: (_args, packages, predicted) => {
    const found = orLater(packages, predicted, ["package"]);
    return { changes: [], result: { count: Object.keys(packages).length }, gathered: { packages: found } };
  },
  apply: () => ({ script: NOTHING_TO_WRITE }),
});

function managersOf(manager: readonly string[] = ["auto"]): readonly string[] {
  return [...new Set(manager.flatMap((name) => (name === "auto" ? MANAGERS : [name])))];
}

function parse(answer: Answer): Outcome<ValueMap> {
  if (answer.exit !== 0 || answer.omitted) return unexpected("the installed packages", answer);
  const { packages, managers, failed } = parsePackages(answer.stdout);
  if (failed !== undefined) {
    return bad(moduleFault("modules/step-failed", failed, { details: tail(answer.stderr) }));
  }
  return managers.length === 0 ? bad(moduleFault("modules/unlisted-packages", { asked: MANAGERS })) : good(packages);
}
