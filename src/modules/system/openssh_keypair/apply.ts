import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { arrived, goTo } from "../../lib/path/walk.ts";
import { fields } from "../../lib/script-output.ts";
import type { KeypairArgs } from "./args.ts";
import { planOf } from "./decide.ts";
import { BITS, fingerprint, parsePublic, showPublic } from "../../lib/ssh-keys/keys.ts";
import { makePair, putPair } from "../../lib/ssh-keys/pair.ts";
import type { KeypairState } from "./probe.ts";

export function applyKeypair(args: KeypairArgs, found: KeypairState): Apply {
  const path = normalPath(args.path);
  const plan = planOf(args, found);
  const what = `change the keys ${path}`;
  const go = write`${goTo(path, args)}
enter "$folder" && unmoved || refuse`;
  switch (plan.is) {
    case "nothing":
      return { script: write`:` };
    case "remove":
      return { script: write`${go}\nremove "$name"\nremove "$name.pub"`, parse: arrived(path, what) };
    case "public":
      return {
        script: write`${go}
enter_stage
printf '%s\\n' ${showPublic(plan.key)} >"$new" || fail 'The public key cannot be stored.'
chmod -- 0644 "$new" || fail 'The mode cannot be set.'
take_name "$name.pub"
leave_stage`,
        parse: arrived(path, what),
      };
    case "new":
      return {
        script: write`${makePair(pairOf(args))}\n${go}\n${putPair(undefined)}`,
        parse: (answer) => parse(answer, path, what),
      };
  }
}

const pairOf = ({ type, size = BITS[type], comment }: KeypairArgs) => ({
  type,
  bits: type === "ed25519" ? undefined : size,
  comment,
});

function parse(answer: Answer, path: string, what: string): Outcome<ValueMap> {
  const arrival = arrived(path, what)(answer);
  if (!arrival.ok) return bad(...arrival.faults);
  const key = parsePublic(fields(answer.stdout).get("public") ?? "");
  return good(key ? { public_key: showPublic(key), fingerprint: fingerprint(key), comment: key.comment } : {});
}
