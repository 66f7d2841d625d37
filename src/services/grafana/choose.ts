import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { Dashboard, DataSource, PanelOptions, Variable } from "./model.ts";
import type { Values } from "./variables.ts";

/** The value that selects all values. */
const ALL = "$__all";

/** Runs a variable's query and returns the values to choose from. */
export type QueryOptions = (variable: Variable, values: Values) => Promise<Outcome<readonly string[]>>;

/** Where the possible values of a variable come from. */
interface Choices {
  readonly sources: readonly DataSource[];
  readonly query: QueryOptions;
}

/** Types of variables without a value for queries. */
const WITHOUT_VALUE = ["adhoc", "groupby", "switch"];

/** The values that a browser shows first, and the alternatives. */
export interface Chosen {
  readonly values: Values;
  /** By variable: the other values, if the first one was chosen only because it is the first, or if several can be selected. */
  readonly others: ReadonlyMap<string, readonly string[]>;
}

/** Chooses the variables' values in order: the query of a later variable may use an earlier one. */
export async function chooseValues(
  { title, variables }: Dashboard,
  given: PanelOptions["variables"],
  choices: Choices & { readonly start: Values },
): Promise<Outcome<Chosen>> {
  const values = new Map(choices.start);
  const others = new Map<string, readonly string[]>();
  for (const variable of variables.filter(({ type }) => !WITHOUT_VALUE.includes(type))) {
    const named = given[variable.name];
    const chosen = named === undefined ? await choose(variable, values, choices) : good([named]);
    if (!chosen.ok) return chosen;
    const [first, ...more] = chosen.value;
    if (first === undefined) return bad(variableFault(title, variable.name, "it has no values to choose from"));
    values.set(variable.name, first);
    if (more.length > 0)
      others.set(
        variable.name,
        more.filter((other) => typeof other === "string"),
      );
  }
  return good({ values, others });
}

/** `missing` says whether it may have a value later. */
export function variableFault(dashboard: string, variable: string, reason: string, missing = true): Fault {
  return grafanaFault("services/grafana-variable", { dashboard, variable, reason }, { missing });
}

/** One value, or several at once. */
type Choice = string | readonly string[];

/** The value that a browser shows first (the selected one, or else the first), then the others. */
async function choose(variable: Variable, values: Values, choices: Choices): Promise<Outcome<readonly Choice[]>> {
  const { current, allValue, includeAll, multi } = variable;
  const [first] = current;
  if (first !== undefined && first !== ALL) return multi ? selected(variable, values, choices) : good([first]);
  const wantsAll = first === ALL || includeAll;
  if (wantsAll && allValue) return good([allValue]);
  const options = await optionsOf(variable, values, choices);
  if (!options.ok) return options;
  return good(wantsAll && options.value.length > 0 ? [options.value] : options.value);
}

/** Those of several selected values that exist, then the others. If none exists, Grafana selects the first one that does. */
async function selected(variable: Variable, values: Values, choices: Choices): Promise<Outcome<readonly Choice[]>> {
  const options = await optionsOf(variable, values, choices);
  if (!options.ok) return options;
  const existing = variable.current.filter((value) => options.value.includes(value));
  if (existing.length === 0) return options;
  return good([existing, ...options.value.filter((value) => !existing.includes(value))]);
}

async function optionsOf(
  variable: Variable,
  values: Values,
  { sources, query }: Choices,
): Promise<Outcome<readonly string[]>> {
  const text = typeof variable.query === "string" ? variable.query : "";
  switch (variable.type) {
    case "query":
      return query(variable, values);
    case "custom":
    case "interval":
      return good(text.split(",").map((option) => option.trim().replace(/^.* : /, "")));
    case "datasource":
      return good(sources.filter(({ type }) => type === text).map(({ uid }) => uid));
    default:
      return good([text]);
  }
}
