import { parseArgs } from "node:util";
import { OPTIONS, optionNames, variableOf, type OptionName, type Options } from "./options.ts";

export type CommandLine =
  | { readonly kind: "run"; readonly options: Options }
  | { readonly kind: "help" }
  | { readonly kind: "invalid"; readonly message: string };

type Environment = Readonly<Record<string, string | undefined>>;
type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** Flags override the environment. An empty variable counts as not set, because compose files write it that way. */
export function readCommandLine(args: readonly string[], environment: Environment): CommandLine {
  const parsed = parseFlags(args);
  if (typeof parsed === "string") return { kind: "invalid", message: parsed };
  if (parsed["help"] === true) return { kind: "help" };
  const values: Partial<Record<OptionName, unknown>> = {};
  for (const name of optionNames()) {
    const read = readOption(name, parsed[name], environment[variableOf(name)]);
    if ("error" in read) return { kind: "invalid", message: read.error };
    values[name] = read.value;
  }
  // Each value was read by its own row, so it has that row's type.
  return { kind: "run", options: values as Options };
}

function readOption(
  name: OptionName,
  flag: string | boolean | undefined,
  variable: string | undefined,
): { value: unknown } | { error: string } {
  const { read, expected, fallback } = OPTIONS[name];
  const given = typeof flag === "string" ? flag : variable === "" ? undefined : variable;
  const text = given ?? fallback;
  if (text === undefined) return { value: undefined };
  const value = read(text);
  if (value !== undefined) return { value };
  const source = typeof flag === "string" ? `--${name}` : variableOf(name);
  return { error: `${source}: ${JSON.stringify(text)} is not ${expected}` };
}

function parseFlags(args: readonly string[]): Flags | string {
  const options = Object.fromEntries(optionNames().map((name) => [name, { type: "string" as const }]));
  try {
    return parseArgs({ args: [...args], options: { ...options, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return firstSentence(error.message);
  }
}

/** parseArgs adds advice on positional arguments, which this program does not have. */
function firstSentence(text: string): string {
  return text.split(/\. |\n/, 1)[0] ?? text;
}

export function helpText(): string {
  const rows = optionNames().map((name) => ({ name, flag: `--${name} ${OPTIONS[name].value}`, ...OPTIONS[name] }));
  const width = Math.max(...rows.map(({ flag }) => flag.length));
  const lines = rows.map(({ name, flag, help, fallback }) => {
    const first = `  ${flag.padEnd(width)}  ${help}`;
    const notes = [variableOf(name), ...(fallback === undefined ? [] : [`default ${fallback}`])];
    return `${first}\n  ${" ".repeat(width)}  [${notes.join(", ")}]`;
  });
  return [
    "Usage: sensors [OPTION VALUE]...",
    "       sensors prove JOURNAL [TOPIC] < RECORDS",
    "",
    "Writes readings of simulated sensors to Kafka until it is stopped.",
    "Each option can also be set in the environment; a flag overrides it.",
    "",
    ...lines,
    `  ${"-h, --help".padEnd(width)}  print this and exit`,
    "",
    "prove compares a journal with the topic's records, as the console consumer prints them with",
    "print.partition, print.offset, print.headers and print.key; exit 1 if they differ.",
    "",
  ].join("\n");
}
