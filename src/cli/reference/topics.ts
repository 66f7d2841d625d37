import { exampleInCel, exampleInTemplate } from "../../language/functions/examples.ts";
import { FUNCTIONS } from "../../language/functions/table.ts";
import { TEMPLATE_HELPERS } from "../../language/helpers.ts";
import { BLOCK_TEXTS } from "../../language/template/blocks.ts";
import { FACTS } from "../../language/facts/catalogue.ts";
import { ANSIBLE_KEYWORDS, KEYWORDS } from "../../load/schemas/catalogue.ts";
import { APPLY } from "../../load/schemas/include.ts";
import { SETTING_DOCS } from "../../inventory/setting-names.ts";
import { toJson } from "../../model/json.ts";

/** Something that `provision doc` explains, besides modules. */
export interface Topic {
  readonly kind: "keyword" | "function" | "fact" | "setting";
  /** The first one is listed; the others mean the same. */
  readonly names: readonly [string, ...string[]];
  readonly lines: readonly string[];
}

/** Every keyword, function, fact and connection setting. */
export function allTopics(): Topic[] {
  return [...keywords(), ...functions(), ...facts(), ...settings()];
}

function keywords(): Topic[] {
  const ours = KEYWORDS.map(({ name, places, type, description, example }): Topic => {
    const lines = [`Of: ${places.join(", ")}. Value: ${type}.`, description, "", ...indented(example)];
    return { kind: "keyword", names: [name], lines };
  });
  const others = ANSIBLE_KEYWORDS.map(({ name, places, instead }): Topic => {
    const where =
      instead === APPLY ? `Not directly of: ${places.join(", ")}.` : `Of: ${places.join(", ")}, in Ansible only.`;
    const lines = [where, instead];
    return { kind: "keyword", names: [name], lines };
  });
  return [...ours, ...others];
}

function functions(): Topic[] {
  const all = FUNCTIONS.map((fn): Topic => {
    const parameters = fn.parameters.map(({ name, type, optional, many }) => {
      const typed = `${name}: ${type}`;
      return optional ? `[${typed}]` : many ? `${typed}...` : typed;
    });
    const examples = fn.examples.flatMap((example) => [
      `  ${exampleInTemplate(fn, example).template} or !cel ${exampleInCel(fn, example)}`,
      `    gives ${toJson(example.result)}`,
    ]);
    const lines = [`${fn.name}(${parameters.join(", ")})`, `${fn.summary} Returns: ${fn.result}.`, "", ...examples];
    return { kind: "function", names: [fn.name], lines };
  });
  const helpers = TEMPLATE_HELPERS.map(({ name, sentence, example }): Topic => {
    const lines = [
      `Only in templates. ${sentence}`,
      "",
      `  ${example.template}`,
      `    gives ${toJson(example.result)}`,
    ];
    return { kind: "function", names: [name], lines };
  });
  return [...all, ...helpers, ...blocks()];
}

function blocks(): Topic[] {
  return BLOCK_TEXTS.map(({ name, sentence, example }) => ({
    kind: "function",
    names: [`#${name}`, name],
    lines: [`A block of templates. ${sentence}`, "", `  ${example}`],
  }));
}

function facts(): Topic[] {
  return FACTS.map(({ name, type, example, meaning }) => ({
    kind: "fact",
    names: [`facts.${name}`, name],
    lines: [`Type: ${type}.`, meaning, "", `  For example ${toJson(example)}`],
  }));
}

function settings(): Topic[] {
  return SETTING_DOCS.flatMap(({ name, short, ansibleNames, type, fallback, description }): Topic[] => {
    const [first, ...others] = [name, short, ...ansibleNames].filter((one) => one !== undefined);
    if (first === undefined) return [];
    const lines = [
      description,
      `Value: ${type}. Without it: ${fallback}.`,
      ...(short === undefined || short === first ? [] : [`In the inventory file also \`${short}\`.`]),
      ...(ansibleNames.length === 0 ? [] : [`Ansible's names mean the same: ${ansibleNames.join(", ")}.`]),
    ];
    return [{ kind: "setting", names: [first, ...others], lines }];
  });
}

function indented(text: string): string[] {
  return text.split("\n").map((line) => `  ${line}`);
}
