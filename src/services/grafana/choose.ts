import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { Dashboard, DataSource, PanelOptions, Variable } from "./model.ts";
import type { Values } from "./variables.ts";

/** What a dashboard calls the choice of everything. */
const ALL = "$__all";

/** Asks a variable's query: the values to choose among. */
export type AskOptions = (variable: Variable, values: Values) => Promise<Outcome<readonly string[]>>;

/** Variables that hold nothing to put into a query. */
const WITHOUT_VALUE = ["adhoc", "groupby", "switch"];

/** What a browser shows first, and what may be chosen instead. */
export interface Chosen {
  readonly values: Values;
  /** By variable, only where one value is chosen among several by nothing but their order. */
  readonly others: ReadonlyMap<string, readonly string[]>;
}

/** The values of a dashboard's variables, in their order: a later one's query may use an earlier one. */
export async function chooseValues(
  { title, variables }: Dashboard,
  given: PanelOptions["variables"],
  start: Values,
  sources: readonly DataSource[],
  ask: AskOptions,
): Promise<Outcome<Chosen>> {
  const values = new Map(start);
  const others = new Map<string, readonly string[]>();
  for (const variable of variables.filter(({ type }) => !WITHOUT_VALUE.includes(type))) {
    const named = given[variable.name];
    const chosen = named === undefined ? await choose(variable, values, sources, ask) : good([named]);
    if (!chosen.ok) return chosen;
    const [first, ...more] = chosen.value;
    if (first === undefined) return bad(variableFault(title, variable.name, "there is nothing to choose among"));
    values.set(variable.name, first);
    if (more.length > 0)
      others.set(
        variable.name,
        more.filter((other) => typeof other === "string"),
      );
  }
  return good({ values, others });
}

/** `missing`: whether there may be a value later. */
export function variableFault(dashboard: string, variable: string, reason: string, missing = true): Fault {
  return grafanaFault("services/grafana-variable", { dashboard, variable, reason }, { missing });
}

/** One value, or several at once. */
type Choice = string | readonly string[];

/** What a browser shows first (what the dashboard says is chosen, else the first value that there is), then the others. */
async function choose(
  variable: Variable,
  values: Values,
  sources: readonly DataSource[],
  ask: AskOptions,
): Promise<Outcome<readonly Choice[]>> {
  const { current, allValue, includeAll, multi } = variable;
  const [first] = current;
  if (first !== undefined && first !== ALL) return good(multi ? [current] : [first]);
  const wantsAll = first === ALL || includeAll;
  if (wantsAll && allValue) return good([allValue]);
  const options = await optionsOf(variable, values, sources, ask);
  if (!options.ok) return options;
  return good(wantsAll && options.value.length > 0 ? [options.value] : options.value);
}

async function optionsOf(
  variable: Variable,
  values: Values,
  sources: readonly DataSource[],
  ask: AskOptions,
): Promise<Outcome<readonly string[]>> {
  const text = typeof variable.query === "string" ? variable.query : "";
  switch (variable.type) {
    case "query":
      return ask(variable, values);
    case "custom":
    case "interval":
      return good(text.split(",").map((option) => option.trim().replace(/^.* : /, "")));
    case "datasource":
      return good(sources.filter(({ type }) => type === text).map(({ uid }) => uid));
    default:
      return good([text]);
  }
}
