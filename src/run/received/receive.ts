import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import type { Receiving } from "../../module/contract.ts";
import type { Script } from "../../module/script.ts";

type Ask = (script: Script<"read">) => Promise<Outcome<Answer>>;

/** Reads a file of the host part by part, and stores it on the controller. */
export async function receive(receiving: Receiving, ask: Ask): Promise<Outcome<ValueMap>> {
  const stored = await receiving.into.store(partsOf(receiving, ask), () => digestOf(receiving, ask));
  return stored.ok ? good({ sha256: stored.value }) : stored;
}

async function* partsOf({ count, part, sizeOf, torn }: Receiving, ask: Ask): AsyncGenerator<Outcome<Uint8Array>> {
  for (let index = 0; index < count; index++) {
    const answer = await ask(part(index));
    if (!answer.ok) {
      yield answer;
      return;
    }
    const bytes = Buffer.from(answer.value.stdout, "base64");
    yield bytes.length === sizeOf(index) ? good(bytes) : bad(torn(answer.value));
  }
}

async function digestOf({ digest, torn }: Receiving, ask: Ask): Promise<Outcome<string | undefined>> {
  if (!digest) return good(undefined);
  const answer = await ask(digest);
  if (!answer.ok) return answer;
  const sha256 = /^([0-9a-f]{64}) /.exec(answer.value.stdout)?.[1];
  return sha256 === undefined ? bad(torn(answer.value)) : good(sha256);
}
