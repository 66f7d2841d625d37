import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { shellModule } from "../../../module/contract.ts";
import type { Answer } from "../../../module/answer.ts";
import { read, sequence } from "../../../module/script.ts";
import type { Apply } from "../../../module/contract.ts";
import type { Change } from "../../../model/change.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { fields, tail, unexpected, worked } from "../../lib/script-output.ts";
import { putFiles, SHOW_FILE, textsOf } from "../../lib/small-files/small-files.ts";
import { schema, type Args } from "./args.ts";
import { decide, newText, type State } from "./decide.ts";
import { fetchKey, keepKey, keyOf, keyUrl, putKey } from "./key.ts";
import { keyFile, sourcesFile } from "./stanza.ts";

export const deb822_repository = shellModule({
  name: "deb822_repository",
  summary: "Describes a source of packages for apt in a file of its own, or removes it.",
  notes: [
    "The file is /etc/apt/sources.list.d/NAME.sources. The package lists are not fetched: use `apt` with `update_cache: true` afterwards.",
    "A key from a URL is stored as /etc/apt/keyrings/NAME.asc or NAME.gpg, and a comment in the file of sources has its digest and the URL. It is fetched again, in check mode too, if the key or the URL differs from the comment. A new key under the same URL is noticed only after the old one is removed. With `state: absent` both files are removed.",
  ],
  args: schema,
  returns: {
    repo: "The text of the file, or null.",
    dest: "The file.",
    key_filename: "The file with the key from a URL, or null.",
  },
  examples: [
    {
      title: "Add Docker's packages",
      args: {
        name: "docker",
        uris: ["https://download.docker.com/linux/debian"],
        suites: ["trixie"],
        components: ["stable"],
        architectures: ["amd64"],
        signed_by: "https://download.docker.com/linux/debian/gpg",
      },
    },
    { title: "Remove a source and its key", args: { name: "docker", state: "absent" } },
  ],
  probe: (args) => {
    const url = keyUrl(args);
    return {
      script: read`command -v apt-get >/dev/null 2>&1 || { echo 'apt no'; exit 0; }
${SHOW_FILE}
show_file ${sourcesFile(args)}
[ ! -f ${sourcesFile(args)} ] || printf 'mode %s\\n' "$(stat -L -c %a -- ${sourcesFile(args)})"
kept=
for file in ${[keyFile(args, "asc"), keyFile(args, "gpg")]}; do
[ -f "$file" ] || continue
sum=$(sha256sum <"$file" | cut -d ' ' -f 1)
printf 'stored %s %s\\n' "$file" "$sum"
${url === undefined ? read`:` : keepKey(sourcesFile(args), url)}
done
${url === undefined ? read`:` : read`[ -n "$kept" ] || ${fetchKey(url)}`}
${SHOW_ROOT}
echo 'apt yes'`,
      parse: (answer) => parse(args, answer),
    };
  },
  decide,
  apply,
});

function parse(args: Args, answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("apt") === "no") return bad(moduleFault("modules/no-package-manager", { program: "apt" }));
  if (output.get("apt") === undefined) return unexpected("the source of packages", answer);
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  const key = keyOf(args, output, tail(answer.stderr));
  if (!key.ok) return key;
  const stored = output.all("stored").map((line) => {
    const [path = "", sha256 = ""] = line.split(" ");
    return [path, sha256] as const;
  });
  const text = texts.value.get(sourcesFile(args));
  const mode = Number.parseInt(output.get("mode") ?? "", 8);
  return good({
    file: text === undefined ? "absent" : { kind: "file", mode, text },
    stored: new Map(stored),
    key: key.value,
    isRoot: isRootBy(output),
  });
}

function apply(args: Args, changes: readonly Change[], { key }: State): Apply {
  const scripts = changes.map(({ resource: { name }, after }) => {
    if (key?.path === name && after !== null) return putKey(key);
    return putFiles([{ path: name, text: after === null ? null : newText(args, key), mode: args.mode }]);
  });
  return { script: sequence(scripts), parse: worked("describe the source of packages") };
}
