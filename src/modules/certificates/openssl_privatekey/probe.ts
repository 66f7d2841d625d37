import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { type Made, parseMade, probeMade } from "../../lib/openssl/made-file.ts";
import { normalPath } from "../../lib/path/args.ts";
import type { KeyArgs } from "./args.ts";

/** What openssl says of a key; undefined if it cannot read it, with this passphrase or at all. */
export interface Key {
  /** `RSA 4096`, `ECC secp256r1`, `Ed25519`. */
  readonly kind: string;
  readonly isEncrypted: boolean;
}

export interface KeyState extends Made {
  readonly key: Key | undefined;
}

export function probeKey(args: KeyArgs): Probe<KeyState> {
  const ask = read`key=${normalPath(args.path)}
if [ -f "$key" ] && [ -r "$key" ]; then
passphrase=${args.passphrase ?? ""}
if text=$(with_environment timeout 60 openssl pkey -in "$key" -passin fd:3 -noout -text_pub 2>/dev/null 3<<END || checked timeout/openssl "$?"
$passphrase
END
); then
printf '%s\\n' "$text" | sed -n -e 's/^.*Public-Key.*/key &/p' -e 's/^Modulus.*/key &/p' -e 's/^ASN1 OID.*/key &/p'
if grep -q ENCRYPTED "$key"; then echo 'encrypted yes'; fi
fi
fi`;
  return {
    script: probeMade(args, ask),
    parse: (answer) => {
      const made = parseMade(args, answer);
      if (!made.ok) return made;
      const { output, ...found } = made.value;
      const kind = kindOf(output.all("key"));
      const isEncrypted = output.get("encrypted") === "yes";
      const key = kind === undefined ? undefined : { kind, isEncrypted };
      return good({ ...found, key });
    },
  };
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
