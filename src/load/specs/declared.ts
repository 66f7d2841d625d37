import { planFault } from "../../errors/catalogue/plan.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Variable } from "../../language/scope.ts";
import type { MapTree } from "../../language/tree.ts";
import { showOrigin, type Origin } from "../../model/origin.ts";
import { isNumber } from "../../model/value.ts";
import type { Project } from "../project.ts";

/** The type of the values that a project writes out for a variable. */
export interface DeclaredType {
  /** `float` is any number. */
  readonly type: "bool" | "float";
  /** Where one of them is. */
  readonly origin: Origin;
}

/** The truth values and numbers that a project writes out for its variables. A name that also has other values is left out. */
export function declaredTypes({ playbooks }: Project, inventory: Iterable<readonly [string, Variable]>) {
  const found = new Map<string, DeclaredType | "mixed">();
  const declare = (name: string, variable: Variable) => {
    const type = typeOf(variable);
    if (type === undefined) return;
    const before = found.get(name);
    if (before === undefined || type === "mixed" || before === "mixed")
      found.set(name, before === "mixed" ? before : type);
    else if (before.type !== type.type) found.set(name, "mixed");
  };
  const maps = playbooks
    .flatMap(({ plays }) => plays)
    .flatMap(({ vars, varsFiles, roles, includedRoles }) => [
      ...[vars, ...varsFiles],
      ...[...roles, ...includedRoles].flatMap(({ role, dependencies }) =>
        [role, ...dependencies].flatMap((one) => [one.defaults, one.vars]),
      ),
    ]);
  for (const map of new Set(maps)) for (const [name, tree] of entriesOf(map)) declare(name, { from: "project", tree });
  for (const [name, variable] of inventory) declare(name, variable);
  return new Map([...found].filter((one): one is [string, DeclaredType] => one[1] !== "mixed"));
}

function entriesOf(map: MapTree | undefined) {
  return [...(map?.entries ?? [])].map(([name, { value }]) => [name, value] as const);
}

/** Undefined if the type is not written out, as that of a template. */
function typeOf(variable: Variable): DeclaredType | "mixed" | undefined {
  if (variable.from !== "project") return undefined;
  const { tree } = variable;
  if (tree.kind === "template" || tree.kind === "cel" || tree.kind === "secret") return undefined;
  if (tree.kind !== "literal") return "mixed";
  if (typeof tree.value === "boolean") return { type: "bool", origin: tree.origin };
  return isNumber(tree.value) ? { type: "float", origin: tree.origin } : "mixed";
}

/** The fault of text from `-e` for a variable that is a number or a truth value everywhere else. */
export function textFault(name: string, text: string, { type, origin }: DeclaredType): Fault {
  const expected = type === "bool" ? "true or false" : "a number";
  const hint = `Write ${expected}. If it may be text, too, specify it in the role's meta/argument_specs.yaml with \`type: raw\`.`;
  const details = [`set with -e ${name}=…`, `it is ${expected} at ${showOrigin(origin)}`];
  return planFault(
    "plan/wrong-variable",
    { what: name, expected, found: `the string ${JSON.stringify(text)}`, hint },
    { details },
  );
}
