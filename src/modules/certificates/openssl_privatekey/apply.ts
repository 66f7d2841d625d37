import type { Apply } from "../../../module/contract.ts";
import { type Script, write } from "../../../module/script.ts";
import { applyAttributes, applyMade } from "../../lib/openssl/made-file.ts";
import type { KeyArgs } from "./args.ts";
import { kindOf, newFile } from "./decide.ts";
import type { KeyState } from "./probe.ts";

export function applyKey(args: KeyArgs, { file, key }: KeyState): Apply {
  const old = typeof file.path === "object" ? file.path : undefined;
  const after = newFile(args, old);
  if (old && !args.force && key?.kind === kindOf(args)) return applyAttributes(args, old, after);
  return applyMade(args, { old, after }, generate(args), "make the key");
}

const SECONDS = 600;

/** The key is written once, as it stays: what is not encrypted goes through a pipe only. */
function generate(args: KeyArgs): Script<"write"> {
  const { type, passphrase, cipher = "auto", format } = args;
  const isOld = format === "pkcs1" || (format !== "pkcs8" && passphrase === undefined && ["RSA", "ECC"].includes(type));
  const options = [
    ...(isOld ? ["-traditional"] : []),
    ...(passphrase === undefined ? [] : [`-${cipher === "auto" ? "aes256" : cipher}`, "-passout", "fd:3"]),
  ];
  return write`passphrase=${passphrase ?? ""}
(umask 077
with_environment timeout ${SECONDS} openssl genpkey ${algorithm(args)} 2>/dev/null | with_environment timeout ${SECONDS} openssl pkey ${options} -out "$new" 3<<END || checked timeout/openssl "$?"
$passphrase
END
) || fail 'openssl could not make the key.'`;
}

function algorithm({ type, size, curve }: KeyArgs): readonly string[] {
  if (type === "RSA") return ["-algorithm", "RSA", "-pkeyopt", `rsa_keygen_bits:${size}`];
  if (type !== "ECC") return ["-algorithm", type.toUpperCase()];
  const name = curve === "secp256r1" ? "prime256v1" : curve;
  return ["-algorithm", "EC", "-pkeyopt", `ec_paramgen_curve:${name ?? ""}`, "-pkeyopt", "ec_param_enc:named_curve"];
}
