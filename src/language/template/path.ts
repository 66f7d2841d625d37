import { languageFault } from "../../errors/catalogue/language.ts";
import { nearest } from "../../errors/nearest.ts";
import { requireKnown } from "../evaluation-aborted.ts";
import { factsOf } from "../facts/used.ts";
import { follow, readVariable } from "../path.ts";
import { mustacheHint } from "../jinja/hints.ts";
import { innerText, isWhole } from "../jinja/mustache.ts";
import { parseJinja } from "../jinja/parse.ts";
import { contextsIn, originOf, recordFault, sourceOf, unsupported, type Compilation } from "./compilation.ts";
import { outerFrame, type Evaluate } from "./frame.ts";
import type { Path } from "./parse.ts";

const LOOP_DATA = ["index", "key", "first", "last"];

/**
 * Compiles a path. Outside `{{#each}}` and `{{#with}}`, its first part is a variable; inside them it is a field of the item, and
 * `../x` or `@root.x` reaches the variables.
 */
export function compilePath(path: Path, compilation: Compilation): Evaluate {
  for (const fact of factsOf(path.parts)) compilation.facts.add(fact);
  if (path.data) return compileData(path, compilation);
  const parameter = compileParameter(path, compilation);
  if (parameter) return parameter;
  const argument = compileArgument(path, compilation);
  if (argument) return argument;
  if (path.depth > contextsInPartial(compilation)) {
    const instead = "Pass the value to the partial as an argument: {{> name key=value}}.";
    return unsupported(path, "`..` that leads out of a partial", instead, compilation);
  }
  const contexts = contextsIn(compilation.levels) - path.depth;
  if (contexts < 0) return unsupported(path, "`..` above the outermost block", "Remove one `../`.", compilation);
  return contexts === 0 ? compileVariable(path, path.parts, compilation) : compileContext(path, compilation);
}

/** A list, as in Jinja: `{{ [a, b] }}`. Handlebars reads it as the name of one field. */
function listFault(path: Path, compilation: Compilation): Evaluate | undefined {
  const source = sourceOf(path, compilation).trim();
  if (!source.startsWith("[") || parseJinja(source)?.kind !== "list") return undefined;
  const isValue = isWhole(compilation) && innerText(compilation.text.trim()) === source;
  const problem = "a list cannot be written between {{ and }}";
  const hint = mustacheHint(source, isValue) ?? "Define a variable with the list, and write its name here.";
  return recordFault(
    languageFault("language/template-syntax", { problem, hint }, { origin: originOf(path, compilation) }),
    compilation,
  );
}

function compileVariable(path: Path, parts: readonly string[], compilation: Compilation): Evaluate {
  const list = listFault(path, compilation);
  if (list) return list;
  const [name, ...rest] = parts;
  if (name === undefined) {
    return unsupported(path, `\`${path.original}\` here`, "Name the variable that you mean.", compilation);
  }
  const origin = originOf(path, compilation);
  compilation.names.push({ name, origin, ...(rest[0] !== undefined && { field: rest[0] }) });
  const written = { path: parts.join("."), origin };
  return (frame) => requireKnown(follow(readVariable(frame.run.scope, name, origin), rest, written));
}

function compileContext(path: Path, compilation: Compilation): Evaluate {
  const written = writtenPath(path, compilation);
  const steps = stepsTo(path.depth, compilation);
  return (frame) => requireKnown(follow(outerFrame(frame, steps).context, path.parts, written));
}

/** Compiles a path that begins with a parameter of an enclosing block; undefined for all others, e.g. `this.x` and `../x`. */
function compileParameter(path: Path, compilation: Compilation): Evaluate | undefined {
  const [name, ...rest] = path.parts;
  if (name === undefined || path.depth > 0 || !path.original.startsWith(name)) return undefined;
  const own = levelsInPartial(compilation);
  const steps = own.findIndex(({ parameters }) => parameters.includes(name));
  if (steps < 0) return undefined;
  const position = own[steps]?.parameters.indexOf(name) ?? 0;
  const written = writtenPath(path, compilation);
  return (frame) => {
    const value = outerFrame(frame, steps).parameters[position] ?? null;
    return requireKnown(follow(value, rest, written));
  };
}

/** Compiles a path that begins with an argument of the enclosing partial; undefined for all others. */
function compileArgument(path: Path, compilation: Compilation): Evaluate | undefined {
  const [name, ...rest] = path.parts;
  if (name === undefined || !compilation.partial?.arguments.includes(name)) return undefined;
  if (path.depth !== contextsInPartial(compilation)) return undefined;
  const written = writtenPath(path, compilation);
  return (frame) => requireKnown(follow(frame.arguments[name] ?? null, rest, written));
}

function writtenPath(path: Path, compilation: Compilation) {
  return { path: path.original, origin: originOf(path, compilation) };
}

/** The levels that are open in the enclosing partial; all without one. */
function levelsInPartial({ levels, partial }: Compilation): Compilation["levels"] {
  return partial ? levels.slice(0, levels.length - partial.level) : levels;
}

/** How many `../` stay in the enclosing partial; infinite without a partial, which no `../` can leave. */
function contextsInPartial(compilation: Compilation): number {
  return compilation.partial ? contextsIn(levelsInPartial(compilation)) : Infinity;
}

/** The number of frames that `depth` times `../` leaves. */
function stepsTo(depth: number, { levels }: Compilation): number {
  const contexts = levels.flatMap(({ kind }, step) => (kind === "set" ? [] : [step + 1]));
  return depth === 0 ? 0 : (contexts[depth - 1] ?? levels.length);
}

/** Compiles `@root.x` and the loop's `@index`, `@key`, `@first` and `@last`. */
function compileData(path: Path, compilation: Compilation): Evaluate {
  const [name = "", ...rest] = path.parts;
  if (name === "root") return compileVariable(path, rest, compilation);
  const loops = compilation.levels.map(({ kind }, steps) => ({ kind, steps })).filter(({ kind }) => kind === "each");
  const loop = loops[path.depth];
  if (loop && LOOP_DATA.includes(name)) {
    const { steps } = loop;
    const written = writtenPath(path, compilation);
    return (frame) => follow(outerFrame(frame, steps).data, [name, ...rest], written);
  }
  const near = LOOP_DATA.includes(name) ? undefined : nearest(name, [...LOOP_DATA, "root"]);
  const instead = near
    ? `Did you mean @${near}?`
    : "Use @index, @key, @first and @last inside {{#each}}, and @root anywhere.";
  const fault = languageFault(
    "language/template-feature",
    { what: `@${name} here`, instead },
    { origin: originOf(path, compilation) },
  );
  return recordFault(fault, compilation);
}
