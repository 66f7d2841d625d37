import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { goTo, parseObstacle, type Obstacle } from "../../lib/path/walk.ts";
import { fields, tail, unexpected } from "../../lib/script-output.ts";
import type { KeypairArgs } from "./args.ts";
import { parsePublic, type PublicKey } from "../../lib/ssh-keys/keys.ts";

export interface KeypairState {
  /** Whether there is a file of a private key. */
  readonly exists: boolean;
  /** Whether one of the paths is something else than a file. */
  readonly isOther: boolean;
  /** The public key that belongs to the private one, if that can be read without a passphrase. */
  readonly key: PublicKey | undefined;
  /** The one in the file of the public key. */
  readonly written: PublicKey | undefined;
  readonly hasTool: boolean;
  readonly obstacle: Obstacle | undefined;
}

/** Only the public key leaves the host. ssh-keygen reads a private key only if no other user may read it. */
export function probeKeypair(args: KeypairArgs): Probe<KeypairState> {
  const path = normalPath(args.path);
  const script = read`${goTo(path, args)}
if command -v ssh-keygen >/dev/null 2>&1; then echo 'tool yes'; fi
if enter "$folder"; then
for each in "$name" "$name.pub"; do
if [ -h "./$each" ] || { [ -e "./$each" ] && [ ! -f "./$each" ]; }; then echo 'other yes'
elif [ -e "./$each" ] && [ ! -r "./$each" ]; then echo 'unread yes'
elif [ "$each" = "$name.pub" ]; then [ ! -e "./$each" ] || printf 'written %s\\n' "$(head -n 1 <"./$each")"
elif [ -e "./$each" ]; then
echo 'exists yes'
if command -v ssh-keygen >/dev/null 2>&1; then
key=$(with_environment ssh-keygen -y -P '' -f "./$each" </dev/null 2>/dev/null) || checked ssh-keygen "$?" || key=''
printf 'key %s\\n' "$key"
fi
fi
done
else report; fi
echo 'done 1'`;
  return { script, parse: (answer) => parse(path, answer) };
}

function parse(path: string, answer: Answer): Outcome<KeypairState> {
  const output = fields(answer.stdout);
  if (output.get("done") === undefined) return unexpected(path, answer);
  if (output.get("unread") === "yes")
    return bad(moduleFault("modules/unreadable", { path }, { details: tail(answer.stderr) }));
  const written = output.get("written");
  return good({
    exists: output.get("exists") === "yes",
    isOther: output.get("other") === "yes",
    key: parsePublic(output.get("key") ?? ""),
    written: written === undefined ? undefined : (parsePublic(written) ?? { name: "", blob: "", comment: written }),
    hasTool: output.get("tool") === "yes",
    obstacle: parseObstacle(output),
  });
}
