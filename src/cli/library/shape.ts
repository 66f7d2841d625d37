import { checkArgs } from "../../load/validation/args-schema.ts";
import type { ArgsSchema } from "../../module/schema.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What keeps a value from being a module of that name: a clause. Types do not protect a file that is not compiled. */
export function shapeProblem(made: unknown, name: string): string | undefined {
  if (!isObject(made) || (made["kind"] !== "shell" && made["kind"] !== "pure")) {
    return "its function returns neither a `shellModule` nor a `pureModule`";
  }
  if (made["name"] !== name) return `\`name\` is ${JSON.stringify(made["name"])}, but the file is named ${name}.mjs`;
  if (typeof made["summary"] !== "string") return "`summary` is not a sentence";
  const steps = made["kind"] === "shell" ? ["probe", "decide", "apply"] : ["decide"];
  const missing = steps.find((step) => typeof made[step] !== "function");
  if (missing !== undefined) return `\`${missing}\` is not a function`;
  const { examples } = made;
  const isExample = (one: unknown) => isObject(one) && typeof one["title"] === "string" && isObject(one["args"]);
  if (!Array.isArray(examples) || examples.length === 0 || !examples.every(isExample)) {
    return "`examples` is not a list of at least one `{ title, args }`";
  }
  return argsProblem(made["args"], name);
}

function argsProblem(args: unknown, name: string): string | undefined {
  if (!isObject(args) || !isObject(args["properties"]) || !Array.isArray(args["required"])) {
    return "`args` is not `{ required: [], properties: {} }`";
  }
  const isDescribed = (one: unknown) =>
    isObject(one) && one["type"] !== undefined && typeof one["description"] === "string";
  const wrong = Object.entries(args["properties"]).find(([, schema]) => !isDescribed(schema));
  if (wrong) return `the argument \`${wrong[0]}\` has no \`type\` or no \`description\``;
  try {
    // The schema is compiled when it is first used.
    checkArgs(name, args as unknown as ArgsSchema, {}, () => ({ file: name, line: 1, col: 1 }));
    return undefined;
  } catch (error) {
    return `\`args\` is no schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
