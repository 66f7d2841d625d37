import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import { type Apply, type Decision, type Predicted, shellModule } from "../../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { read, sequence, write } from "../../../module/script.ts";
import { ENTRY } from "../../lib/accounts/entries.ts";
import { normalPath, parentOf, pathArg } from "../../lib/path/args.ts";
import { toValue, withPredicted } from "../../lib/path/state.ts";
import { arrived, obstacleFault, parseObstacle, type Obstacle } from "../../lib/path/walk.ts";
import { fields, unexpected } from "../../lib/script-output.ts";
import { putFiles, textAfter, textChange, textOfBase64 } from "../../lib/small-files/small-files.ts";
import { isAbout, parseLine, withHost, type Wanted } from "./lines.ts";

const schema = {
  required: ["name"],
  aliases: { host: "name" },
  properties: {
    name: {
      type: "string",
      description: "The host as ssh is called with it: a name or an address, or [NAME]:PORT.",
      pattern: "^[^\\s,|*?!@#]+$",
      rule: "one host, without blanks, commas and patterns",
    },
    key: {
      type: "string",
      description: "The line of known_hosts, as ssh-keyscan prints it: the host, the type of the key, the key.",
      pattern: "^\\s*(@(cert-authority|revoked) +)?[^\\s#@]\\S* +[a-z][\\w.@-]* +[A-Za-z0-9+/]+=*( [^\\n]*)?\\n?$",
      rule: "one line: HOST TYPE KEY",
      hint: "Write it as ssh-keyscan prints it: `server1 ssh-ed25519 AAAA…`. For several keys write `loop`.",
    },
    state: {
      type: "string",
      description: "Whether it is there. `absent` without `key` removes all keys of the host.",
      enum: ["present", "absent"],
      default: "present",
    },
    hash_host: {
      type: "boolean",
      description: "Write a hash instead of the host's name. A plain line of the key is replaced.",
      default: false,
    },
    path: pathArg("The file, instead of .ssh/known_hosts in the home folder of the task's user."),
  },
  needs: [{ argument: "state", value: "present", oneOf: ["key"] }],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

export const known_hosts = shellModule({
  name: "known_hosts",
  summary: "Lets ssh know the key of a host, or no more.",
  notes: [
    "A key of the same type that the host has in the file is replaced; keys of other types stay. Hashed names are recognized. A line with several hosts keeps the others.",
    "The file must not be a symbolic link. Its folder is made with mode 0700 if it is missing.",
  ],
  args: schema,
  returns: { name: "The host.", path: "The file.", state: "Whether the key is there: present or absent." },
  examples: [
    {
      title: "Know the key of a git server",
      args: {
        name: "git.example.org",
        key: "git.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx4",
        path: "/etc/ssh/ssh_known_hosts",
      },
    },
    { title: "Forget a host that was installed anew", args: { name: "[web1.example.org]:2222", state: "absent" } },
  ],
  probe: ({ path }) => ({
    script: read`${ENTRY}
unsafe_links='' file=${path === undefined ? "" : normalPath(path)}
if [ -z "$file" ]; then
user=$(id -un) || exit
entry=$(entry passwd "$user" "$user")
home=\${entry%:*}
file=\${home##*:}/.ssh/known_hosts
fi
printf 'path %s\\n' "$file"
name=\${file##*/}
if enter "\${file%/*}"; then
echo 'folder yes'
if [ -h "./$name" ]; then echo 'link yes'
elif [ -f "./$name" ] && [ ! -r "./$name" ]; then echo 'unread yes'
elif [ -f "./$name" ]; then printf 'text %s\\n' "$(base64 <"./$name" | tr -d '\\n')"; fi
elif [ "$obstacle" != missing ]; then report; fi
echo 'done 1'`,
    parse,
  }),
  decide,
  apply,
});

interface State {
  readonly path: string;
  readonly hasFolder: boolean;
  readonly isLink: boolean;
  readonly text: string | undefined;
  readonly obstacle: Obstacle | undefined;
}

function parse(answer: Answer): Outcome<State> {
  const output = fields(answer.stdout);
  const path = normalPath(output.get("path") ?? "");
  if (output.get("done") === undefined) return unexpected(path, answer);
  const base64 = output.get("text");
  const text = base64 === undefined ? undefined : textOfBase64(base64);
  if (output.get("unread") === "yes" || (base64 !== undefined && text === undefined))
    return bad(systemFault("modules/no-text", { path }));
  return good({
    path,
    hasFolder: output.get("folder") === "yes",
    isLink: output.get("link") === "yes",
    text,
    obstacle: parseObstacle(output),
  });
}

function wantedBy({ name, key, state, hash_host }: Args): Wanted {
  return {
    name,
    key: key === undefined ? undefined : parseLine(key),
    isPresent: state === "present",
    isHashed: hash_host,
  };
}

function decide(args: Args, found: State, predicted: Predicted): Decision {
  const { name, state } = args;
  const { path } = found;
  const result = { name, path, state };
  const nothing = { changes: [], result };
  const wanted = wantedBy(args);
  if (args.key !== undefined && !(wanted.key && isAbout(wanted.key, name)))
    return { ...nothing, fault: otherHost(name) };
  const now = textAfter(path, new Map(found.text === undefined ? [] : [[path, found.text]]), predicted);
  if (now instanceof Unknown) return { ...nothing, unpredictable: now.reason };
  const fault = faultOf(found, predicted);
  if (fault) return { ...nothing, fault };
  const text = withHost(wanted, now ?? "");
  if (text === (now ?? "")) return nothing;
  const parent = parentOf(path);
  const folder = withPredicted(found.hasFolder ? { kind: "directory" } : "absent", predicted, parent);
  const made = {
    resource: { kind: "path", name: parent },
    summary: `make the folder ${parent}`,
    before: null,
    after: toValue({ kind: "directory", mode: 0o700 }),
  } as const;
  const change = textChange(
    { path, text },
    now,
    `${state === "present" ? "set" : "remove"} keys of ${name} in ${path}`,
  );
  return { changes: [...(folder === "absent" ? [made] : []), change], result };
}

function otherHost(name: string): Fault {
  const write = `Begin it with the host: \`${name} ssh-ed25519 AAAA…\`.`;
  return moduleFault("modules/argument", { name: "key", problem: `is not one of the host ${name}`, write });
}

function faultOf({ path, isLink, obstacle }: State, predicted: Predicted): Fault | undefined {
  if (obstacle) return obstacleFault(path, obstacle, predicted);
  const isReplaced = predicted.get({ kind: "path", name: path }) !== undefined;
  return isLink && !isReplaced
    ? moduleFault("modules/other-type", { path, actual: "symbolic link", desired: "file" }, { missing: true })
    : undefined;
}

function apply(args: Args, _: unknown, { path, hasFolder, text = "" }: State): Apply {
  const make = write`unsafe_links=
make_folders ${parentOf(path)}
chmod -- 00700 . || fail 'The mode of the folder cannot be set.'`;
  const put = putFiles([{ path, text: withHost(wantedBy(args), text) }]);
  return { script: hasFolder ? put : sequence([make, put]), parse: arrived(path, `change the keys of ${args.name}`) };
}
