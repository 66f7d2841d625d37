import { parseJson } from "../../model/parse-json.ts";
import type { ComposeArgs } from "./args.ts";
import type { ComposeState } from "./parse.ts";

/** How many of compose's warnings are shown. */
const SHOWN = 20;

/** What compose warns about when it reads the files, each warning once, with the place of a variable that is not set. */
export function composeWarnings({ project_src }: ComposeArgs, { stderr, texts }: ComposeState): readonly string[] {
  const said = stderr.split("\n").flatMap((line) => /^time="[^"]*" level=warning msg=(".*")\s*$/.exec(line)?.[1] ?? []);
  const messages = [...new Set(said.map(unquoted))].slice(0, SHOWN);
  return messages.map((message) => {
    const variable = /^The "?(\w+)"? variable is not set/.exec(message)?.[1];
    const place = variable === undefined ? undefined : placeOf(variable, texts);
    return `Docker Compose warns about ${place === undefined ? project_src : `${project_src}/${place}`}: ${message.replace(/\.?$/, ".")}`;
  });
}

function unquoted(quoted: string): string {
  const parsed = parseJson(quoted);
  return parsed.ok && typeof parsed.value === "string" ? parsed.value : quoted.slice(1, -1);
}

/** The file and line of the first use of a variable. */
function placeOf(variable: string, texts: ComposeState["texts"]): string | undefined {
  const use = new RegExp(`(?<!\\$)\\$(?:\\{${variable}\\}|${variable}\\b)`);
  for (const [file, text = ""] of texts) {
    const line = text.split("\n").findIndex((one) => use.test(one));
    if (line >= 0) return `${file}:${line + 1}`;
  }
  return undefined;
}
