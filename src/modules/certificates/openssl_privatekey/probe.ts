import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { type FileState, parseFile, probeScript } from "../../lib/content-file/probe.ts";
import { normalPath } from "../../lib/path/args.ts";
import { fields } from "../../lib/script-output.ts";
import type { KeyArgs } from "./args.ts";

/** What openssl says of a key; undefined if it cannot read it, with this passphrase or at all. */
export interface Key {
  /** `RSA 4096`, `ECC secp256r1`, `Ed25519`. */
  readonly kind: string;
  readonly isEncrypted: boolean;
}

export interface KeyState {
  readonly file: FileState;
  readonly key: Key | undefined;
  readonly hasOpenssl: boolean;
}

export function probeKey(args: KeyArgs): Probe<KeyState> {
  const path = normalPath(args.path);
  const script = read`key=${path}
if ! with_environment command -v openssl >/dev/null 2>&1; then echo 'openssl no'
elif [ -f "$key" ] && [ -r "$key" ]; then
passphrase=${args.passphrase ?? ""}
if text=$(with_environment timeout 60 openssl pkey -in "$key" -passin fd:3 -noout -text_pub 2>/dev/null 3<<END || checked timeout/openssl "$?"
$passphrase
END
); then
printf '%s\\n' "$text" | sed -n -e 's/^.*Public-Key.*/key &/p' -e 's/^Modulus.*/key &/p' -e 's/^ASN1 OID.*/key &/p'
if grep -q ENCRYPTED "$key"; then echo 'encrypted yes'; fi
fi
fi
${probeScript(fileArgs(args), { size: -1, sha256: "", limit: 0 })}`;
  return {
    script,
    parse: (answer) => {
      const file = parseFile(fileArgs(args), answer);
      if (!file.ok) return file;
      const output = fields(answer.stdout);
      const kind = kindOf(output.all("key"));
      const isEncrypted = output.get("encrypted") === "yes";
      const key = kind === undefined ? undefined : { kind, isEncrypted };
      return good({ file: file.value, key, hasOpenssl: output.get("openssl") === undefined });
    },
  };
}

/** The key as a file that is written whole. */
export function fileArgs({ path, ...others }: KeyArgs) {
  return { ...others, dest: path, follow: false, unsafe_writes: false, force: true, backup: false };
}

/** The names that openssl has for curves. */
const CURVES: Readonly<Record<string, string>> = { prime256v1: "secp256r1" };

function kindOf(lines: readonly string[]): string | undefined {
  const [, name] = /^(ED25519|ED448|X25519|X448)/.exec(lines[0] ?? "") ?? [];
  if (name !== undefined) return name.replace("ED", "Ed");
  const [, bits = ""] = /\((\d+) bit/.exec(lines[0] ?? "") ?? [];
  if (lines.some((line) => line.startsWith("Modulus"))) return `RSA ${bits}`;
  const [, curve] = /^ASN1 OID: (.*)$/m.exec(lines.join("\n")) ?? [];
  if (curve !== undefined) return `ECC ${CURVES[curve] ?? curve}`;
  return lines.length === 0 ? undefined : "another kind";
}
