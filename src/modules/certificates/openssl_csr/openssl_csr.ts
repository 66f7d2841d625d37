import { type Apply, shellModule } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { applyAttributes, applyMade } from "../../lib/openssl/made-file.ts";
import { writesPath } from "../../lib/path/args.ts";
import { CSR_ARGS, type CsrArgs } from "./args.ts";
import { decideCsr, newFile } from "./decide.ts";
import { defineRequest } from "./openssl.ts";
import { probeCsr, type CsrState } from "./probe.ts";

export const openssl_csr = shellModule({
  name: "openssl_csr",
  summary: "Makes sure that a file has a request for a certificate with these names and uses.",
  notes: [
    "The target needs the program openssl, and nothing else. The key stays there.",
    "openssl itself says whether the file has the request that it would make now; a request with another key, name or use is replaced.",
  ],
  args: CSR_ARGS,
  returns: { filename: "The file.", privatekey: "The file of the key." },
  examples: [
    {
      title: "Request a certificate for two names",
      args: {
        path: "/etc/ssl/app.csr",
        privatekey_path: "/etc/ssl/private/app.key",
        common_name: "app.example.org",
        subject_alt_name: ["DNS:app.example.org", "DNS:www.example.org"],
      },
    },
    {
      title: "Request the certificate of an authority",
      args: {
        path: "/etc/ssl/ca.csr",
        privatekey_path: "/etc/ssl/private/ca.key",
        privatekey_passphrase: "{{ ca_passphrase }}",
        common_name: "Our CA",
        use_common_name_for_san: false,
        basic_constraints: ["CA:TRUE"],
        basic_constraints_critical: true,
        key_usage: ["keyCertSign"],
        key_usage_critical: true,
      },
    },
  ],
  writes: writesPath("path"),
  probe: probeCsr,
  decide: decideCsr,
  apply: (args, _changes, state) => apply(args, state),
});

function apply(args: CsrArgs, { file, isSame }: CsrState): Apply {
  const old = typeof file.path === "object" ? file.path : undefined;
  const after = newFile(args, old);
  if (old && !args.force && isSame) return applyAttributes(args, old, after);
  const make = write`${defineRequest(args)}
make_request >"$new" && [ -s "$new" ] || fail 'openssl could not make the request.'`;
  return applyMade(args, { old, after }, make, "make the request");
}
