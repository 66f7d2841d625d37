import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Change } from "../../../model/change.ts";
import type { NonEmpty } from "../../../model/non-empty.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import { read, write } from "../../../module/script.ts";
import { ENTRY, named } from "../../lib/accounts/entries.ts";
import { normalPath, parentOf } from "../../lib/path/args.ts";
import { setOwnership } from "../../lib/path/ownership.ts";
import { toValue, withPredicted } from "../../lib/path/state.ts";
import { arrived, obstacleFault, parseObstacle, type Obstacle } from "../../lib/path/walk.ts";
import { fields, unexpected } from "../../lib/script-output.ts";
import { textAfter, textOfBase64 } from "../../lib/small-files/small-files.ts";
import { AUTHORIZED_KEY_ARGS, type AuthorizedKeyArgs } from "./args.ts";
import { keysOf, withKeys } from "./keys.ts";

export const authorized_key = shellModule({
  name: "authorized_key",
  summary: "Lets a user log in over SSH with a key, or no more.",
  notes: [
    "A key counts as the same whatever its options and comment are; if they differ, its line is replaced.",
    "The file belongs to the user with mode 0600 after a change, and its folder is made with mode 0700. It must not be a symbolic link.",
  ],
  args: AUTHORIZED_KEY_ARGS,
  returns: { user: "The user.", path: "The file.", state: "Whether the keys are there: present or absent." },
  examples: [
    {
      title: "Let a user log in",
      args: { user: "deploy", key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx4 deploy@office" },
    },
    {
      title: "Let nobody else log in, and forward no ports",
      args: {
        user: "backup",
        key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx5 backup",
        exclusive: true,
        key_options: "no-port-forwarding",
      },
    },
  ],
  probe: (args) => ({
    script: read`${ENTRY}
entry=$(entry passwd ${args.user} ${named(args.user)})
home=\${entry%:*}
home=\${home##*:}
[ -z "$home" ] || printf 'home %s\\n' "$home"
unsafe_links='' file=${args.path === undefined ? "" : normalPath(args.path)}
: "\${file:=\${home:+$home/.ssh/authorized_keys}}"
name=\${file##*/}
if [ -n "$file" ]; then
if enter "\${file%/*}"; then
echo 'folder yes'
if [ -h "./$name" ]; then echo 'link yes'
elif [ -f "./$name" ] && [ ! -r "./$name" ]; then echo 'unread yes'
elif [ -f "./$name" ]; then printf 'text %s\\n' "$(base64 <"./$name" | tr -d '\\n')"; fi
elif [ "$obstacle" != missing ]; then report; fi
fi
echo 'done 1'`,
    parse: (answer) => parse(args, answer),
  }),
  decide,
  apply,
});

interface KeyFile {
  /** The user's home folder; undefined if there is no such user. */
  readonly home: string | undefined;
  readonly hasFolder: boolean;
  readonly isLink: boolean;
  readonly text: string | undefined;
  readonly obstacle: Obstacle | undefined;
}

function parse({ user, path }: AuthorizedKeyArgs, answer: Answer): Outcome<KeyFile> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected("the user's keys", answer);
  const base64 = output.get("text");
  const text = base64 === undefined ? undefined : textOfBase64(base64);
  const isBroken = base64 !== undefined && text === undefined;
  if (isBroken || output.get("unread") === "yes")
    return bad(systemFault("modules/no-text", { path: path ?? `The list of keys of ${user}` }));
  return good({
    home: output.get("home"),
    hasFolder: output.get("folder") === "yes",
    isLink: output.get("link") === "yes",
    text,
    obstacle: parseObstacle(output),
  });
}

function pathOf({ path }: AuthorizedKeyArgs, home: string): string {
  return normalPath(path ?? `${home}/.ssh/authorized_keys`);
}

/** The user's home folder after the changes that check mode has predicted. */
function homeOf(user: string, { home }: KeyFile, predicted: Predicted): Outcome<string | Unknown> {
  const later = predicted.get({ kind: "user", name: user });
  if (later === null || (later === undefined && home === undefined))
    return bad(moduleFault("modules/no-account", { kind: "user", name: user }, { missing: true }));
  if (later === undefined || later instanceof Unknown) return good(later ?? home ?? "");
  const made = typeof later === "object" && "home" in later ? later["home"] : undefined;
  return good(typeof made === "string" ? made : new Unknown(`the home folder of ${user} is not known`));
}

function decide(args: AuthorizedKeyArgs, found: KeyFile, predicted: Predicted): Decision {
  const { user, state } = args;
  const keys = keysOf(args.key, args);
  if (!keys) return { changes: [], result: { user }, fault: noKey() };
  const home = homeOf(user, found, predicted);
  if (!home.ok) return { changes: [], result: { user }, fault: home.faults[0] };
  if (home.value instanceof Unknown) return { changes: [], result: { user }, unpredictable: home.value.reason };
  const path = pathOf(args, home.value);
  const result = { user, path, state };
  const texts = new Map(found.text === undefined ? [] : [[path, found.text]]);
  const now = textAfter(path, texts, predicted);
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  const fault = faultOf(path, found, predicted);
  if (fault) return { changes: [], result, fault };
  const text = withKeys(keys, args, now ?? "");
  if (text === (now ?? "")) return { changes: [], result };
  const folder = newFolder(args, path, found, predicted);
  if (folder && !args.manage_dir)
    return {
      changes: [],
      result,
      fault: moduleFault("modules/no-parent", { path, parent: parentOf(path) }, { missing: true }),
    };
  const change: Change = {
    resource: { kind: "path", name: path },
    summary: `${state === "present" ? "set" : "remove"} keys in ${path}`,
    before: now === undefined ? null : toValue({ kind: "file", text: now }),
    after: toValue({ kind: "file", mode: 0o600, owner: user, text }),
  };
  return { changes: [...(folder ? [folder] : []), change], result };
}

function noKey(): Fault {
  const write = "Write one public key per line.";
  return moduleFault("modules/argument", { name: "key", problem: "has a line that is no public key of SSH", write });
}

function faultOf(path: string, { isLink, obstacle }: KeyFile, predicted: Predicted): Fault | undefined {
  if (obstacle) return obstacleFault(path, obstacle, predicted);
  const isReplaced = predicted.get({ kind: "path", name: path }) !== undefined;
  return isLink && !isReplaced
    ? moduleFault("modules/other-type", { path, actual: "symbolic link", desired: "file" }, { missing: true })
    : undefined;
}

function newFolder(
  { user }: AuthorizedKeyArgs,
  path: string,
  { hasFolder }: KeyFile,
  predicted: Predicted,
): Change | undefined {
  const parent = parentOf(path);
  if (withPredicted(hasFolder ? { kind: "directory" } : "absent", predicted, parent) !== "absent") return undefined;
  const after = toValue({ kind: "directory", mode: 0o700, owner: user });
  return { resource: { kind: "path", name: parent }, summary: `make the folder ${parent}`, before: null, after };
}

function apply(args: AuthorizedKeyArgs, _: NonEmpty<Change>, { home = "", hasFolder, text = "" }: KeyFile): Apply {
  const path = pathOf(args, home);
  const owner = `${args.user}:`;
  const make = write`${setOwnership({ mode: 0o700, owner })}
make_folders ${parentOf(path)}
file=.
set_attributes || fail 'The folder cannot be given to the user.'`;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const script = write`unsafe_links=
${hasFolder ? write`:` : make}
${setOwnership({ mode: 0o600, owner })}
enter ${parentOf(path)} || refuse
unmoved || refuse
enter_stage
printf %s ${withKeys(keysOf(args.key, args) ?? [], args, text)} >"$new" || fail 'The keys cannot be stored.'
file=$new
set_attributes || fail 'The file cannot be given to the user.'
take_name ${name}
leave_stage`;
  return { script, parse: arrived(path, `change the keys of ${args.user}`) };
}
