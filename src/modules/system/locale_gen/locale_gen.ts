import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, write } from "../../../module/script.ts";
import { rootAwareProbe } from "../../lib/accounts/root.ts";
import { type Fields, worked } from "../../lib/script-output.ts";
import { putFiles, SHOW_FILE, textAfter, textChange, textsOf, type Texts } from "../../lib/small-files/small-files.ts";
import { charmapOf, normalName, withLocale, withoutLocale } from "./lines.ts";

const FILE = "/etc/locale.gen";
const SUPPORTED = "/usr/share/i18n/SUPPORTED";

const schema = {
  required: ["name"],
  shorthand: "name",
  properties: {
    name: {
      type: "array",
      description: "The locale, such as de_DE.UTF-8, or a list of locales.",
      split: true,
      minItems: 1,
      items: {
        type: "string",
        description: "A locale.",
        pattern: "^[A-Za-z][A-Za-z0-9_.@-]*$",
        rule: "the name of a locale, such as de_DE.UTF-8",
      },
    },
    state: { type: "string", description: "Whether it exists.", enum: ["present", "absent"], default: "present" },
  },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  readonly texts: Texts;
  /** The locales that exist, spelled by `normalName`. */
  readonly existing: ReadonlySet<string>;
  readonly hasTool: boolean;
  readonly isRoot: boolean;
}

export const locale_gen = shellModule({
  name: "locale_gen",
  summary: "Generates locales, or removes them, on Debian and its relatives.",
  notes: [`The module enables lines of ${FILE} and runs locale-gen, which the package locales brings.`],
  args: schema,
  returns: { name: "The locales.", state: "Whether they exist." },
  examples: [{ title: "Generate two locales", args: { name: ["de_DE.UTF-8", "en_GB.UTF-8"] } }],
  probe: () =>
    rootAwareProbe(
      "the locales",
      read`${SHOW_FILE}
show_file ${FILE}
show_file ${SUPPORTED}
if command -v locale >/dev/null 2>&1; then
locales=$(with_environment locale -a 2>/dev/null) || checked locale "$?" || :
printf '%s\\n' "$locales" | sed 's/^/locale /'
fi
if command -v locale-gen >/dev/null 2>&1; then echo 'tool yes'; fi`,
      parse,
    ),
  decide,
  apply,
});

function parse(output: Fields, isRoot: boolean): Outcome<State> {
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  return good({
    texts: texts.value,
    existing: new Set(output.all("locale").map(normalName)),
    hasTool: output.get("tool") === "yes",
    isRoot,
  });
}

const settingOf = (name: string) => ({ kind: "setting", name: `locale/${normalName(name)}` }) as const;

function decide({ name: names, state }: Args, found: State, predicted: Predicted): Decision {
  const result = { name: names, state };
  const text = textAfter(FILE, found.texts, predicted);
  if (text instanceof Unknown) return { changes: [], result, unpredictable: text.reason };
  const statesNow = names.map((name) => {
    const later = predicted.get(settingOf(name));
    return { name, now: later ?? (found.existing.has(normalName(name)) ? "present" : "absent") };
  });
  const different = statesNow.filter(({ now }) => now !== state);
  const edited = newText(names, state, text ?? "", found);
  const changes: Change[] = [
    ...(edited === (text ?? "") ? [] : [textChange({ path: FILE, text: edited }, text, `write ${FILE}`)]),
    ...different.map(({ name, now }) => ({
      resource: settingOf(name),
      summary: `${state === "present" ? "generate" : "remove"} the locale ${name}`,
      before: now,
      after: state,
    })),
  ];
  const fault = changes.length === 0 ? undefined : faultOf(names, state, found, text);
  return fault ? { changes: [], result, fault } : { changes, result };
}

/** The file with the locales enabled, or commented out. A locale without a known character set is a fault before. */
function newText(names: readonly string[], state: Args["state"], text: string, { texts }: State): string {
  return names.reduce((now, name) => {
    if (state === "absent") return withoutLocale(name, now);
    const charmap = charmapOf(name, now, texts.get(SUPPORTED));
    return charmap === undefined ? now : withLocale(name, charmap, now);
  }, text);
}

function faultOf(names: readonly string[], state: Args["state"], found: State, text = ""): Fault | undefined {
  if (!found.isRoot) return systemFault("modules/not-root", { what: "generate locales" });
  const install = "the package is called `locales` on Debian";
  if (!found.hasTool)
    return systemFault(
      "modules/no-program",
      { program: "locale-gen", what: "generate locales", install },
      { missing: true },
    );
  const name = names.find((each) => charmapOf(each, text, found.texts.get(SUPPORTED)) === undefined);
  return state === "absent" || name === undefined ? undefined : systemFault("modules/no-locale", { name });
}

function apply({ name, state }: Args, changes: readonly Change[], found: State): Apply {
  const text = newText(name, state, found.texts.get(FILE) ?? "", found);
  const put = changes.some(({ resource }) => resource.kind === "path") ? putFiles([{ path: FILE, text }]) : write`:`;
  return { script: write`${put}\nwith_environment locale-gen || exit`, parse: worked("generate locales") };
}
