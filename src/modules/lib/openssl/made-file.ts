import { systemFault } from "../../../errors/catalogue/system.ts";
import { good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply, Predicted } from "../../../module/contract.ts";
import { type Script, read, write } from "../../../module/script.ts";
import { changedOnly } from "../content-file/apply.ts";
import { obstacle } from "../content-file/decide.ts";
import { type FileState, parseFile, probeScript } from "../content-file/probe.ts";
import { normalPath } from "../path/args.ts";
import { accountFault, type Ownership, setOwnership, withOwnership } from "../path/ownership.ts";
import { type PathState, type Present, toValue } from "../path/state.ts";
import { arrived, goTo, obstacleFault, type Walk } from "../path/walk.ts";
import { fields, type Fields } from "../script-output.ts";

/** The arguments of a file that openssl makes on the target, so that its content is not known before. */
export interface MadeArgs extends Ownership, Walk {
  readonly path: string;
}

/** What is known of the file, and whether the target has openssl. */
export interface Made {
  readonly file: FileState;
  readonly hasOpenssl: boolean;
}

/** The file as one that is written whole. */
function asFile({ path, mode, owner, group, follow_unsafe_links }: MadeArgs) {
  const given = {
    ...(mode !== undefined && { mode }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  };
  return { ...given, follow_unsafe_links, dest: path, follow: false, unsafe_writes: false, force: true, backup: false };
}

/** Runs `ask` if the target has openssl, and looks at the file. */
export function probeMade(args: MadeArgs, ask: Script<"read">): Script<"read"> {
  return read`if ! with_environment command -v openssl >/dev/null 2>&1; then echo 'openssl no'
else
${ask}
fi
${probeScript(asFile(args), { size: -1, sha256: "", limit: 0 })}`;
}

/** What that script has found; `output` is all that it has printed. */
export function parseMade(args: MadeArgs, answer: Answer): Outcome<Made & { readonly output: Fields }> {
  const file = parseFile(asFile(args), answer);
  if (!file.ok) return file;
  const output = fields(answer.stdout);
  return good({ file: file.value, hasOpenssl: output.get("openssl") === undefined, output });
}

/** Why the file cannot be made; `what` says what openssl makes, as in `keys`. */
export function madeFault(
  args: MadeArgs,
  current: PathState,
  { file, hasOpenssl }: Made,
  predicted: Predicted,
  what: string,
): Fault | undefined {
  const path = normalPath(args.path);
  const isLink = typeof current === "object" && current.kind === "link";
  return (
    accountFault(args, file.accounts, predicted) ??
    (file.obstacle && obstacleFault(path, file.obstacle, predicted)) ??
    (isLink ? systemFault("modules/key-is-link", { path }) : obstacle(asFile(args), path, file, current, predicted)) ??
    (hasOpenssl || predicted.get({ kind: "package", name: "openssl" }) ? undefined : noOpenssl(what))
  );
}

function noOpenssl(what: string): Fault {
  const parameters = { program: "openssl", what: `make ${what}`, install: "its package is openssl" };
  return systemFault("modules/no-program", parameters, { missing: true });
}

/** The file after the task, with this mode if it is a new one without a mode of its own. */
export function madeFile(args: MadeArgs, old: Present | undefined, mode: number): Present {
  return withOwnership<Present>(old ?? { kind: "file", mode }, args);
}

/** A new file as a value: its size is not known before. */
export function sizeless({ mode, owner, group }: Present) {
  return toValue({
    kind: "file",
    ...(mode !== undefined && { mode }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  });
}

/** Sets the attributes of a file whose content stays. */
export function applyAttributes(args: MadeArgs, old: Present, after: Present): Apply {
  const path = normalPath(args.path);
  const script = write`${goTo(path, args)}
${setOwnership(changedOnly(old, after))}
enter "$folder" || refuse
change_entry "$name"`;
  return { script, parse: arrived(path, `set the attributes of ${path}`) };
}

/** Lets `make` write the file `$new`, which then takes the name. `what` names the step, as in `make the key`. */
export function applyMade(
  args: MadeArgs,
  { old, after }: { readonly old: Present | undefined; readonly after: Present },
  make: Script<"write">,
  what: string,
): Apply {
  const path = normalPath(args.path);
  const owner = args.owner ?? (old && String(old.uid));
  const group = args.group ?? (old && String(old.gid));
  const script = write`${goTo(path, args)}
${setOwnership({ mode: after.mode, owner, group })}
enter "$folder" || refuse
enter_stage
${make}
file=$new
set_attributes || fail 'Owner or mode cannot be set.'
take_name "$name"
leave_stage`;
  return { script, parse: arrived(path, `${what} ${path}`) };
}
