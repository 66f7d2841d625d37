import { good } from "../../../errors/fault.ts";
import type { Probe } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { type Made, parseMade, probeMade } from "../../lib/openssl/made-file.ts";
import { normalPath } from "../../lib/path/args.ts";
import type { CsrArgs } from "./args.ts";
import { defineRequest, DESCRIBE } from "./openssl.ts";

export interface CsrState extends Made {
  /** Whether openssl can make a request with the key. */
  readonly isMade: boolean;
  /** Whether the file has the request that it would make. */
  readonly isSame: boolean;
}

/** openssl makes the request and describes it, without a file: what it says is compared with what it says of the file's. */
export function probeCsr(args: CsrArgs): Probe<CsrState> {
  const ask = read`path=${normalPath(args.path)}
${defineRequest(args)}
${DESCRIBE}
if made=$(make_request) && [ -n "$made" ]; then
echo 'made yes'
made=$(printf '%s\\n' "$made" | describe_request | sed -n '1,/^ *Signature Algorithm:/p') || exit
if [ -f "$path" ] && [ -r "$path" ]; then
found=$(describe_request <"$path" | sed -n '1,/^ *Signature Algorithm:/p') || exit
[ -z "$found" ] || [ "$found" != "$made" ] || echo 'same yes'
fi
fi`;
  return {
    script: probeMade(args, ask),
    parse: (answer) => {
      const made = parseMade(args, answer);
      if (!made.ok) return made;
      const { output, ...found } = made.value;
      const is = (name: string) => output.get(name) === "yes";
      return good({ ...found, isMade: is("made"), isSame: is("same") });
    },
  };
}
