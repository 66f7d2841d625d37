import { shellModule } from "../../../module/contract.ts";
import { writesPath } from "../../lib/path/args.ts";
import { applyKey } from "./apply.ts";
import { PRIVATEKEY_ARGS } from "./args.ts";
import { decideKey } from "./decide.ts";
import { probeKey } from "./probe.ts";

export const openssl_privatekey = shellModule({
  name: "openssl_privatekey",
  summary: "Makes sure that a file has a private key of this kind.",
  notes: [
    "The target needs the program openssl, and nothing else. The key is made on the target and never leaves it.",
    "A key of another type, size or curve is replaced. One that cannot be read, with this passphrase or at all, is a failure, and is only replaced with `force`.",
    "The passphrase reaches openssl by a pipe, never by arguments or the environment.",
  ],
  args: PRIVATEKEY_ARGS,
  returns: { filename: "The file.", type: "The kind of key.", size: "The bits of an RSA key." },
  examples: [
    { title: "Make a key", args: { path: "/etc/ssl/private/app.key", size: 2048, group: "ssl-cert", mode: "0640" } },
    {
      title: "Make a key that is encrypted",
      args: { path: "/etc/ssl/private/ca.key", type: "ECC", curve: "secp384r1", passphrase: "{{ ca_passphrase }}" },
    },
  ],
  writes: writesPath("path"),
  probe: probeKey,
  decide: decideKey,
  apply: (args, _changes, state) => applyKey(args, state),
});
