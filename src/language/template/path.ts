import { languageFault } from "../../errors/catalogue/language.ts";
import { nearest } from "../../errors/nearest.ts";
import { known } from "../evaluation-aborted.ts";
import { follow, variable } from "../path.ts";
import { faulty, originOf, unsupported, type Compilation } from "./compilation.ts";
import { outer, type Evaluate } from "./frame.ts";
import type { Path } from "./parse.ts";

const LOOP_DATA = ["index", "key", "first", "last"];

/**
 * Compiles a path. Outside of `{{#each}}` and `{{#with}}` its first part is a variable; inside it is a field of the item, and
 * `../x` or `@root.x` reach the variables.
 */
export function compilePath(path: Path, compilation: Compilation): Evaluate {
  if (path.data) return compileData(path, compilation);
  const parameter = compileParameter(path, compilation);
  if (parameter) return parameter;
  const argument = compileArgument(path, compilation);
  if (argument) return argument;
  if (path.depth > depthInPartial(compilation)) {
    const instead = "Give the partial what it needs as an argument: {{> name key=value}}.";
    return unsupported(path, "`..` that leads out of a partial", instead, compilation);
  }
  const level = compilation.levels.length - path.depth;
  if (level < 0) return unsupported(path, "`..` that leads out of them", "Take away one `../`.", compilation);
  return level === 0 ? compileVariable(path, path.parts, compilation) : compileContext(path, compilation);
}

function compileVariable(path: Path, parts: readonly string[], compilation: Compilation): Evaluate {
  const [name, ...rest] = parts;
  if (name === undefined) {
    return unsupported(path, `\`${path.original}\` here`, "Name the variable that you mean.", compilation);
  }
  const origin = originOf(path, compilation);
  compilation.names.push({ name, origin });
  const shown = parts.join(".");
  return (frame) => known(follow(variable(frame.run.scope, name, origin), rest, shown, origin));
}

function compileContext(path: Path, compilation: Compilation): Evaluate {
  const origin = originOf(path, compilation);
  return (frame) => known(follow(outer(frame, path.depth).context, path.parts, path.original, origin));
}

/** A path that begins with a parameter of an enclosing block; nothing for `this.x` and `../x`, which never do. */
function compileParameter(path: Path, compilation: Compilation): Evaluate | undefined {
  const [name, ...rest] = path.parts;
  if (name === undefined || path.depth > 0 || !path.original.startsWith(name)) return undefined;
  const own = compilation.levels.slice(0, depthInPartial(compilation));
  const steps = own.findIndex(({ parameters }) => parameters.includes(name));
  if (steps < 0) return undefined;
  const position = own[steps]?.parameters.indexOf(name) ?? 0;
  const origin = originOf(path, compilation);
  return (frame) => {
    const value = outer(frame, steps).parameters[position] ?? null;
    return known(follow(value, rest, path.original, origin));
  };
}

/** A path that begins with an argument of the enclosing partial, read where the partial itself stands. */
function compileArgument(path: Path, compilation: Compilation): Evaluate | undefined {
  const [name, ...rest] = path.parts;
  if (name === undefined || !compilation.partial?.arguments.includes(name)) return undefined;
  if (path.depth !== depthInPartial(compilation)) return undefined;
  const origin = originOf(path, compilation);
  return (frame) => known(follow(frame.arguments[name] ?? null, rest, path.original, origin));
}

/** How many levels are open within the enclosing partial; without one, no `../` leads out of it. */
function depthInPartial({ levels, partial }: Compilation): number {
  return partial ? levels.length - partial.level : Infinity;
}

/** `@root.x` and the loop's `@index` and the like. */
function compileData(path: Path, compilation: Compilation): Evaluate {
  const [name = "", ...rest] = path.parts;
  if (name === "root") return compileVariable(path, rest, compilation);
  const loops = compilation.levels.map(({ kind }, steps) => ({ kind, steps })).filter(({ kind }) => kind === "each");
  const loop = loops[path.depth];
  if (loop && LOOP_DATA.includes(name)) {
    const { steps } = loop;
    const origin = originOf(path, compilation);
    return (frame) => follow(outer(frame, steps).data, [name, ...rest], path.original, origin);
  }
  const near = LOOP_DATA.includes(name) ? undefined : nearest(name, [...LOOP_DATA, "root"]);
  const instead = near
    ? `Did you mean @${near}?`
    : "@index, @key, @first and @last stand inside {{#each}}; @root anywhere.";
  const fault = languageFault(
    "language/template-feature",
    { what: `@${name} here`, instead },
    { origin: originOf(path, compilation) },
  );
  return faulty(fault, compilation);
}
