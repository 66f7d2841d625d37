import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { fileFault } from "../../../errors/catalogue/files.ts";
import { runFault } from "../../../errors/catalogue/run.ts";
import { bad, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Answer } from "../../../module/answer.ts";
import type { ReceivedFile } from "../../../module/content.ts";
import { shellModule, type Apply, type Decision, type Predicted } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import { decideFile, writtenPath } from "../../lib/content-file/decide.ts";
import { DIFF_LIMIT, type FileState, parseFile, probeScript, reading } from "../../lib/content-file/probe.ts";
import { NOTHING_TO_WRITE } from "../../lib/no-op.ts";
import { normalPath, pathArg } from "../../lib/path/args.ts";
import { toValue, withPredicted, type Present } from "../../lib/path/state.ts";
import { fields, tail } from "../../lib/script-output.ts";
import { textContent } from "../../lib/text-content.ts";

/** The bytes that travel in one answer. */
const PART = 1_048_576;

export const fetch = shellModule({
  name: "fetch",
  summary: "Gets a file of the target, of any size, onto the controller.",
  notes: [
    "The file becomes `DEST/HOST/SRC`: nothing is written outside of this folder, and symbolic links in it are refused. A relative `dest` is in the project's folder. Missing folders are made.",
    "The bytes are stored under another name, compared by SHA-256 with those on the target, and take the file's name in one step. Only the user who runs the playbook may read the new file. What a process adds to the file meanwhile is left out.",
    "Two hosts whose files would get the same name, with `flat`, are an error.",
    "In check mode a later task whose `src` is the fetched file is unknown. Functions such as `file` still read the old one.",
  ],
  args: {
    required: ["src", "dest"],
    properties: {
      src: pathArg("The file on the target. A symbolic link is followed."),
      dest: {
        type: "string",
        minLength: 1,
        receives: { from: "src", flat: "flat" },
        description: "The folder on the controller; with `flat` the file, or with a slash at its end the folder.",
      },
      flat: {
        type: "boolean",
        default: false,
        description: "Write the file to `dest` itself, without the names of the host and of folders.",
      },
      fail_on_missing: { type: "boolean", default: true, description: "Fail if there is no such file on the target." },
      validate_checksum: {
        type: "boolean",
        default: true,
        description: "Compare the digest of what has arrived with that of the file on the target.",
      },
    },
  },
  returns: {
    src: "The file on the target.",
    dest: "The file on the controller.",
    size: "Its size in bytes.",
    sha256: "The SHA-256 of its bytes.",
  },
  examples: [
    { title: "Get the certificate of the authority", args: { src: "/etc/ssl/ca.pem", dest: "fetched/" } },
    {
      title: "Get one log",
      args: { src: "/var/log/install.log", dest: "logs/{{ inventory_hostname }}.log", flat: true },
    },
  ],
  probe: ({ src, dest: { found } }) => {
    const { size, sha256 } = found === "absent" ? { size: -1, sha256: "none" } : found;
    const script = read`[ ! -e ${src} ] || [ -r ${src} ] || echo 'unread yes'
${probeScript(reading(src), { size, sha256, limit: DIFF_LIMIT })}`;
    return { script, parse: (answer) => parse(src, answer) };
  },
  decide,
  apply,
});

interface FetchArgs {
  readonly src: string;
  readonly dest: ReceivedFile;
  readonly fail_on_missing: boolean;
  readonly validate_checksum: boolean;
}

function parse(src: string, answer: Answer): Outcome<FileState> {
  return fields(answer.stdout).get("unread") === "yes"
    ? bad(moduleFault("modules/unreadable", { path: src }))
    : parseFile(reading(src), answer);
}

function decide({ src: given, dest, fail_on_missing }: FetchArgs, state: FileState, predicted: Predicted): Decision {
  const { path, found, problem } = dest;
  const src = normalPath(given);
  const result = { src, dest: path };
  const nothing = { changes: [], result };
  const current = withPredicted(state.path, predicted, writtenPath(src, state, predicted));
  if (current instanceof Unknown) return { ...nothing, unpredictable: current.reason };
  if (state.obstacle || (typeof current === "object" && current.kind !== "file")) {
    const { fault } = decideFile(reading(src), textContent("", "nothing"), state, predicted);
    return { ...nothing, fault: fault ?? moduleFault("modules/other-type", OTHER(src)) };
  }
  if (typeof current === "string") {
    if (!fail_on_missing) return nothing;
    return { ...nothing, fault: fileFault("modules/nothing-to-read", { path: src }, { missing: true }) };
  }
  if (problem !== undefined) return { ...nothing, fault: runFault("run/not-received", { path, reason: problem }) };
  const file = withDigest(current);
  if (file.sha256 === undefined && current !== state.path)
    return { ...nothing, unpredictable: `the content of ${src} is not known` };
  const known = { ...result, size: file.size ?? 0 };
  if (found !== "absent" && found.sha256 === file.sha256)
    return { changes: [], result: { ...known, sha256: found.sha256 } };
  const change: Change = {
    resource: { kind: "controller-file", name: path },
    summary: `fetch ${src} to ${path}`,
    before: found === "absent" ? null : toValue({ kind: "file", ...plain(found) }),
    after: toValue({ kind: "file", ...plain(file) }),
  };
  const sha256 = file.sha256 ?? new Unknown("the digest is known when the file has arrived");
  return { changes: [change], result: { ...known, sha256 } };
}

const OTHER = (path: string) => ({ path, actual: "folder", desired: "file" });

/** A prediction may have a text without a digest. */
function withDigest({ size, sha256, text }: Present): Pick<Present, "size" | "sha256" | "text"> {
  if (text === undefined) return { ...(size !== undefined && { size }), ...(sha256 !== undefined && { sha256 }) };
  const content = textContent(text, "the file");
  return { size: content.size, sha256: content.sha256, text };
}

const plain = ({ size, sha256, text }: Pick<Present, "size" | "sha256" | "text">) => ({
  ...(size !== undefined && { size }),
  ...(sha256 !== undefined && { sha256 }),
  ...(text !== undefined && { text }),
});

/** The file is read as far as it was long when it was probed, in parts. */
function apply({ src, dest, validate_checksum }: FetchArgs, _: unknown, { path }: FileState): Apply {
  const size = (typeof path === "object" && path.size) || 0;
  const sizeOf = (index: number) => Math.min(PART, size - index * PART);
  return {
    script: NOTHING_TO_WRITE,
    receives: {
      into: dest,
      sizeOf,
      count: Math.ceil(size / PART),
      part: (index) => read`exec <${src} || exit
dd bs=${PART} skip=${index} count=1 2>/dev/null | head -c ${sizeOf(index)} | base64`,
      digest: validate_checksum
        ? read`exec <${src} || exit
head -c ${size} | sha256sum`
        : undefined,
      torn: ({ stderr }) => runFault("run/received-torn", { path: dest.path }, { details: tail(stderr) }),
    },
  };
}
