import { systemFault } from "../../../errors/catalogue/system.ts";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, shellModule } from "../../../module/contract.ts";
import { read, sequence, type Script } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { fetchKeys, LARGEST, showKeyFile, shownKeys } from "../../lib/openpgp/source.ts";
import { normalPath } from "../../lib/path/args.ts";
import { fields, unexpected, worked, type Fields } from "../../lib/script-output.ts";
import { putBytes, removeFile } from "../../lib/small-files/bytes.ts";
import { type Args, schema } from "./args.ts";
import { decide, newRings, ownFiles, type State } from "./decide.ts";

export const apt_key = shellModule({
  name: "apt_key",
  summary: "Makes apt trust a key for all sources, or no longer.",
  notes: [
    "Such a key can sign the packages of every source. `signed_by` of `deb822_repository`, or `signed-by=` in the line of `apt_repository`, lets a key sign one source only: prefer that.",
    "The program apt-key, which newer releases do not have, is not needed, and neither is gpg. The key becomes a file of its own in /etc/apt/trusted.gpg.d, or is added to `keyring`.",
    "A URL is fetched only while the key's own file is missing, in check mode too; with `keyring` it is fetched in each run. There is no `keyserver`: give the key's URL there.",
  ],
  args: schema,
  returns: { fingerprints: "The fingerprints of the keys." },
  examples: [
    {
      title: "Trust a key",
      args: { url: "https://packages.example.com/key.asc", id: "0123456789ABCDEF0123456789ABCDEF01234567" },
    },
    { title: "Trust a key no longer", args: { id: "89ABCDEF01234567", state: "absent" } },
  ],
  probe: (args) => ({
    script: read`command -v apt-get >/dev/null 2>&1 || { echo 'apt no'; exit 0; }
encoded() { base64 <"$1" | tr -d '\\n'; }
for file in ${args.keyring === undefined ? read`/etc/apt/trusted.gpg /etc/apt/trusted.gpg.d/*` : read`${normalPath(args.keyring)}`}; do
[ -f "$file" ] || continue
if [ ! -r "$file" ] || [ "$(stat -L -c %s -- "$file")" -gt ${LARGEST} ]; then printf 'unread %s\\n' "$file"; continue; fi
printf 'ring %s %s\\n' "$(encoded "$file")" "$file"
done
${source(args)}
${SHOW_ROOT}
echo 'apt yes'`,
    parse: (answer) => parse(args, answer),
  }),
  decide,
  apply,
});

/** Prints `key BASE64`, and `key-status STATUS` for a URL. */
function source(args: Args): Script<"read"> {
  const { file, url, state, keyring } = args;
  if (file !== undefined) return showKeyFile(normalPath(file));
  if (url === undefined || state === "absent") return read`:`;
  const there = keyring === undefined ? ownFiles(args) : [];
  return read`there=''
for file in ${there}; do [ ! -s "$file" ] || there=yes; done
if [ -z "$there" ]; then
${fetchKeys(url)}
fi`;
}

function parse(args: Args, answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  if (output.get("apt") === "no") return bad(moduleFault("modules/no-package-manager", { program: "apt-get" }));
  if (output.get("apt") === undefined) return unexpected("apt's keys", answer);
  const unread = output.get("unread");
  if (unread !== undefined) return bad(systemFault("modules/unreadable-keys", { path: unread }));
  const key = keyOf(args, output, answer);
  if (!key.ok) return key;
  const rings = output.all("ring").map((line): [string, Buffer] => {
    const end = line.indexOf(" ");
    return [line.slice(end + 1), Buffer.from(line.slice(0, end), "base64")];
  });
  return good({ rings: new Map(rings), key: key.value, isRoot: isRootBy(output) });
}

function keyOf({ data, url, file = "" }: Args, output: Fields, answer: Answer): Outcome<Buffer | undefined> {
  return data === undefined ? shownKeys(url ?? file, output, answer) : good(Buffer.from(`${data.trim()}\n`, "utf8"));
}

function apply(args: Args, changes: readonly Change[], state: State): Apply {
  const names = changes.flatMap(({ resource }) => (resource.kind === "path" ? [resource.name] : []));
  const scripts = [...newRings(args, state)].flatMap(([path, bytes]) =>
    names.includes(path) ? [bytes === null ? removeFile(path) : putBytes(path, bytes, 0o644)] : [],
  );
  return { script: sequence(scripts), parse: worked("change apt's keys") };
}
