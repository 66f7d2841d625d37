import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { type FileState, parseFile, probeScript } from "../../lib/content-file/probe.ts";
import { normalPath } from "../../lib/path/args.ts";
import { fields } from "../../lib/script-output.ts";
import { fileArgs, type CsrArgs } from "./args.ts";
import { defineRequest, DESCRIBE } from "./openssl.ts";

export interface CsrState {
  readonly file: FileState;
  readonly hasOpenssl: boolean;
  /** Whether openssl can make a request with the key. */
  readonly isMade: boolean;
  /** Whether the file has the request that it would make. */
  readonly isSame: boolean;
}

/** openssl makes the request and describes it, without a file: what it says is compared with what it says of the file's. */
export function probeCsr(args: CsrArgs): Probe<CsrState> {
  const script = read`path=${normalPath(args.path)}
if ! with_environment command -v openssl >/dev/null 2>&1; then echo 'openssl no'
else
${defineRequest(args)}
${DESCRIBE}
if made=$(make_request) && [ -n "$made" ]; then
echo 'made yes'
made=$(printf '%s\\n' "$made" | describe_request | sed -n '1,/^ *Signature Algorithm:/p') || exit
if [ -f "$path" ] && [ -r "$path" ]; then
found=$(describe_request <"$path" | sed -n '1,/^ *Signature Algorithm:/p') || exit
[ -z "$found" ] || [ "$found" != "$made" ] || echo 'same yes'
fi
fi
fi
${probeScript(fileArgs(args), { size: -1, sha256: "", limit: 0 })}`;
  return {
    script,
    parse: (answer) => {
      const file = parseFile(fileArgs(args), answer);
      if (!file.ok) return file;
      const output = fields(answer.stdout);
      const is = (name: string) => output.get(name) === "yes";
      return good({
        file: file.value,
        hasOpenssl: output.get("openssl") === undefined,
        isMade: is("made"),
        isSame: is("same"),
      });
    },
  };
}
