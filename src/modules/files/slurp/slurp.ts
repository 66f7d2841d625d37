import { fileFault } from "../../../errors/catalogue/files.ts";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import { shellModule, type Decision, type Predicted } from "../../../module/contract.ts";
import { decideFile, writtenPath } from "../../lib/content-file/decide.ts";
import { type FileState, parseFile, probeScript, reading } from "../../lib/content-file/probe.ts";
import { NOTHING_TO_WRITE } from "../../lib/no-op.ts";
import { normalPath, pathArg } from "../../lib/path/args.ts";
import { withPredicted } from "../../lib/path/state.ts";
import { fields, tail } from "../../lib/script-output.ts";
import { textContent } from "../../lib/text-content.ts";

/** The largest file that can be read, in bytes: it travels in one answer. */
const LARGEST = 1_048_576;

interface Found extends FileState {
  /** The file's bytes in base64, if it is a file. */
  readonly base64: string;
}

export const slurp = shellModule({
  name: "slurp",
  summary: "Reads a file of the target into the registered result, and changes nothing.",
  notes: [
    "The file may have any bytes, at most 1 MiB. A symbolic link is followed.",
    "In check mode it has what earlier tasks would write. If that is not known, the result is unknown.",
  ],
  args: {
    required: ["src"],
    shorthand: "src",
    aliases: { path: "src" },
    properties: { src: pathArg("The file on the target.") },
  },
  returns: { content: "Its bytes in base64.", encoding: "base64.", source: "The file." },
  examples: [
    { title: "Read the name of the host", args: { src: "/etc/hostname" } },
    { title: "Read a public key", args: { src: "/etc/ssh/ssh_host_ed25519_key.pub" } },
  ],
  probe: ({ src }) => ({
    script: probeScript(reading(src), { size: -1, sha256: "none", limit: LARGEST + 1 }),
    parse: (answer) => parse(src, answer),
  }),
  decide: ({ src }, found, predicted) => decide(normalPath(src), found, predicted),
  apply: () => ({ script: NOTHING_TO_WRITE }),
});

function parse(src: string, answer: Answer): Outcome<Found> {
  const found = parseFile(reading(src), answer);
  if (!found.ok) return found;
  const base64 = fields(answer.stdout).rest.replaceAll("\n", "");
  const { path } = found.value;
  if (typeof path === "object" && path.kind === "file" && base64 === "") {
    const { size = 0 } = path;
    if (size > LARGEST) return bad(fileFault("modules/too-large-to-read", { path: src, size }));
    if (size > 0) return bad(moduleFault("modules/unreadable", { path: src }, { details: tail(answer.stderr) }));
  }
  return good({ ...found.value, base64 });
}

function decide(src: string, found: Found, predicted: Predicted): Decision {
  const current = withPredicted(found.path, predicted, writtenPath(src, found, predicted));
  if (current instanceof Unknown) return { changes: [], result: {}, unpredictable: current.reason };
  if (found.obstacle || (typeof current === "object" && current.kind !== "file")) {
    const decision = decideFile(reading(src), textContent("", "nothing"), found, predicted);
    return { ...decision, changes: [], result: {} };
  }
  if (typeof current === "string") {
    return { changes: [], result: {}, fault: fileFault("modules/nothing-to-read", { path: src }, { missing: true }) };
  }
  const content = current === found.path ? found.base64 : current.text && Buffer.from(current.text).toString("base64");
  if (content === undefined) return { changes: [], result: {}, unpredictable: `the content of ${src} is not known` };
  return { changes: [], result: { content, encoding: "base64", source: src } };
}
