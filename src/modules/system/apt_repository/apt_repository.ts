import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Change } from "../../../model/change.ts";
import type { NonEmpty } from "../../../model/non-empty.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, write } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { captured } from "../../lib/capture.ts";
import { updateStep } from "../../lib/packages/apply.ts";
import { LISTS } from "../../lib/packages/lists.ts";
import { OCTAL_MODE_ARG } from "../../lib/path/mode.ts";
import { fields, unexpected, worked } from "../../lib/script-output.ts";
import { putFiles, SHOW_FILE, textChange, textsAfter, textsOf, type Texts } from "../../lib/small-files/small-files.ts";
import { FOLDER, listFor, normalSource, withoutSource, withSource } from "./sources.ts";

const schema = {
  required: ["repo"],
  shorthand: "repo",
  properties: {
    repo: {
      type: "string",
      description: "The source, as a line of sources.list.",
      pattern: "^\\s*deb(-src)?\\s+(\\[[^\\]]*\\]\\s+)?[^\\s\\[]\\S*(\\s+\\S+)+\\s*$",
      rule: "a line of sources.list",
      hint: "Write it as apt reads it: deb [signed-by=/etc/apt/keyrings/NAME.asc] https://HOST/PATH SUITE COMPONENT.",
    },
    state: { type: "string", description: "Whether apt uses it.", enum: ["present", "absent"], default: "present" },
    filename: {
      type: "string",
      description: "The list in /etc/apt/sources.list.d, without `.list`; by default it is named after the address.",
      pattern: "^[A-Za-z0-9_.-]+$",
      rule: "a name of letters, digits, hyphens, underscores and dots, because apt reads no other files",
    },
    mode: { ...OCTAL_MODE_ARG, description: 'Permissions of the list in octal, quoted: "0644".', default: "0644" },
    update_cache: { type: "boolean", description: "Fetch the package lists after a change.", default: true },
    lock_timeout: {
      type: "integer",
      description: "Seconds to wait while something else holds the lock of the package lists.",
      minimum: 0,
      default: 300,
    },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

export const apt_repository = shellModule({
  name: "apt_repository",
  summary: "Adds a source of packages to apt, or removes it.",
  notes: [
    "A source that some list has already, in whatever file, is not added again. One that is commented out is enabled.",
    "If the package lists cannot be fetched with the new source, the old lists of sources are restored and the task fails.",
    "In check mode, packages that the package lists do not have yet are unknown after a source would be added.",
    "PPAs are not looked up: write their line, and install their key in an earlier task.",
  ],
  args: schema,
  returns: { repo: "The source.", state: "Whether apt uses it: present or absent." },
  examples: [
    {
      title: "Add Docker's packages",
      args: {
        repo: "deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/debian trixie stable",
        filename: "docker",
      },
    },
    { title: "Remove a source", args: { repo: "deb http://packages.example.com/debian stable main", state: "absent" } },
  ],
  probe: () => ({
    script: read`command -v apt-get >/dev/null 2>&1 || { echo 'apt no'; exit 0; }
${SHOW_FILE}
show_file /etc/apt/sources.list
for list in ${FOLDER}/*.list; do show_file "$list"; done
${SHOW_ROOT}
echo 'apt yes'`,
    parse,
  }),
  decide,
  apply,
});

interface Sources {
  readonly texts: Texts;
  readonly isRoot: boolean;
}

function parse(answer: Answer): Outcome<Sources> {
  const output = fields(answer.stdout);
  if (output.get("apt") === "no") return bad(moduleFault("modules/no-package-manager", { program: "apt" }));
  if (output.get("apt") === undefined) return unexpected("the sources of packages", answer);
  const texts = textsOf(output);
  return texts.ok ? good({ texts: texts.value, isRoot: isRootBy(output) }) : texts;
}

function decide(args: Args, { texts, isRoot }: Sources, predicted: Predicted): Decision {
  const repo = normalSource(args.repo);
  const result = { repo, state: args.state };
  const paths = new Set([...texts.keys(), listFor(repo, args.filename)]);
  const now = textsAfter(paths, texts, predicted);
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  const files = newTexts(args, now);
  if (files.size === 0) return { changes: [], result };
  if (!isRoot) return { changes: [], result, fault: systemFault("modules/not-root", { what: "change apt's sources" }) };
  const summary = args.state === "present" ? "add a source to" : "remove a source from";
  const changes: Change[] = [...files].map(([path, text]) =>
    textChange({ path, text, mode: now.has(path) ? undefined : args.mode }, now.get(path), `${summary} ${path}`),
  );
  if (args.update_cache)
    changes.push({ resource: LISTS, summary: "fetch the package lists", before: "older", after: "fetched" });
  return { changes, result };
}

/** The lists that change, by path. */
function newTexts({ repo, state, filename }: Args, texts: Texts): ReadonlyMap<string, string | null> {
  const source = normalSource(repo);
  return state === "absent" ? withoutSource(source, texts) : withSource(source, listFor(source, filename), texts);
}

function apply(args: Args, _: NonEmpty<Change>, { texts }: Sources): Apply {
  const files = [...newTexts(args, texts)];
  const put = putFiles(files.map(([path, text]) => ({ path, text, mode: texts.has(path) ? undefined : args.mode })));
  const restore = putFiles(files.map(([path]) => ({ path, text: texts.get(path) ?? null })));
  const update = captured("apt", updateStep(args.lock_timeout), restore);
  return {
    script: args.update_cache ? write`${put}\n${update}` : put,
    parse: worked("change the sources of packages"),
  };
}
