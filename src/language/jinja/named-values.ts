import { parseJinja } from "./parse.ts";
import { toOperand } from "./to-handlebars.ts";

/** The beginning of the block that names values as `a = 1, b = x` does: `#set a=1 b=x`; undefined without a counterpart. */
export function setBlock(written: string): string | undefined {
  const pairs = written.split(/,\s*(?=[A-Za-z_]\w*\s*=(?!=))/).map(pairFor);
  return pairs.includes(undefined) ? undefined : `#set ${pairs.join(" ")}`;
}

function pairFor(written: string): string | undefined {
  const [, name, value = ""] = /^\s*([A-Za-z_]\w*)\s*=(?!=)([^]+)$/.exec(written) ?? [];
  const tree = name === undefined ? undefined : parseJinja(value);
  const operand = tree && toOperand(tree);
  return name !== undefined && operand !== undefined ? `${name}=${operand}` : undefined;
}

/** What to write instead of `{% set a = 1 %}`: it has no end, so the block's end is named, too. */
export function setHint(written: string): string {
  const block = setBlock(written);
  return block === undefined
    ? "Write {{#set NAME=VALUE}} here and {{/set}} after the last use of the name, or define a variable under `vars`."
    : `Write {{${block}}} here, and {{/set}} after the last use of the name.`;
}
