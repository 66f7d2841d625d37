import type { ShellModule } from "../../../src/module/contract.ts";
import { registry } from "../../../src/modules/registry.ts";
import { NOTHING_PREDICTED, withDefaults } from "../../modules/lib/target.ts";
import { damaged, noise, type Random } from "../random.ts";
import { require, type Target } from "../target.ts";

/** Words that scripts of modules print at the beginning of a line. */
const ANSWERS: readonly [string, ...string[]] = ["exists 1\n", "", "[]", "{}"];

/** What a host answers to the probes of all modules. */
export const modules: Target = {
  name: "modules",
  async run(random) {
    const name = registry.names[random.int(registry.names.length)] ?? "";
    const module = await registry.load(name);
    if (module?.kind !== "shell") return;
    probe(module, random);
  },
};

function probe(module: ShellModule<never, unknown>, random: Random): void {
  const example = module.examples[random.int(module.examples.length)] ?? module.examples[0];
  // The module's own example is valid for it.
  const args = withDefaults<object>(module, example.args) as never;
  const { script, parse } = module.probe(args);
  // The script itself has the words that the parser expects.
  const words = (script.text.match(/[a-z][a-z_]*/g) ?? []).slice(0, 2000);
  const line = () =>
    `${words[random.int(words.length)] ?? ""} ${random.pick([noise(random), String(random.int(100)), random.pick(ANSWERS)])}\n`;
  const stdout = damaged(Array.from({ length: random.int(12) }, line).join(""), random);
  const parsed = parse({ stdout, stderr: noise(random), exit: random.pick([0, 0, 1, 2, 127, 255]) });
  if (!parsed.ok) return;
  const decision = module.decide(args, parsed.value, NOTHING_PREDICTED);
  require(Array.isArray(decision.changes), "the decision has no changes");
}
