import { write, type Script } from "../../../module/script.ts";
import { setOwnership } from "../path/ownership.ts";

/** How ssh-keygen makes a new pair; what is not given, it chooses itself. */
interface NewPair {
  readonly type: string;
  readonly bits?: number | undefined;
  readonly comment?: string | undefined;
}

/** Makes a pair without a passphrase in the run's folder, which is private. */
export function makePair({ type, bits, comment }: NewPair): Script<"write"> {
  const options = ["-t", type, ...(bits === undefined ? [] : ["-b", bits.toString()])];
  const named = comment === undefined ? [] : ["-C", comment];
  return write`stored=$run/key.$script_number output=$run/key.$script_number.pub
rm -f -- "$stored" "$output"
with_environment ssh-keygen -q ${options} ${named} -N '' -f "$stored" </dev/null >&2 || exit`;
}

/** Gives the pair its names, `$name` and `$name.pub` in the working directory, and prints `public LINE`. */
export function putPair(owner: string | undefined): Script<"write"> {
  const put = (mode: number) => write`${setOwnership({ mode, owner })}
file=$new
set_attributes || fail 'The mode and the owner of the key cannot be set.'`;
  return write`enter_stage
(umask 077 && cat <"$stored" >"$new") || fail 'The private key cannot be stored.'
${put(0o600)}
take_name "$name"
leave_stage
enter_stage
cat <"$output" >"$new" || fail 'The public key cannot be stored.'
${put(0o644)}
take_name "$name.pub"
leave_stage
printf 'public %s\\n' "$(cat <"$output")"
rm -f -- "$stored" "$output"`;
}
