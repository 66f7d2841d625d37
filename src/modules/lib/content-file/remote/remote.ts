import { fileFault } from "../../../../errors/catalogue/files.ts";
import { moduleFault } from "../../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../../errors/fault.ts";
import { Unknown } from "../../../../model/unknown.ts";
import type { Answer } from "../../../../module/answer.ts";
import type { Content } from "../../../../module/content.ts";
import type { Apply, Decision, Predicted, Probe } from "../../../../module/contract.ts";
import { read, readProgram } from "../../../../module/script.ts";
import { normalPath } from "../../path/args.ts";
import { parseStat, unreadable, withPredicted, type PathState, type Present } from "../../path/state.ts";
import { goTo } from "../../path/walk.ts";
import { fields, tail, unexpected, type Fields } from "../../script-output.ts";
import { textContent } from "../../text-content.ts";
import { applyFile } from "../apply.ts";
import { decideFile, writtenPath } from "../decide.ts";
import { decodeText, DIFF_LIMIT, parseFile, probeScript, type DesiredFile, type FileState } from "../probe.ts";
import { probe } from "./probe.sh.ts";

/** What a copy on the target finds: also the source. */
export interface CopyState extends FileState {
  readonly source?: { readonly path: PathState; readonly target: string | undefined };
}

export function probeCopy(desired: DesiredFile, src: string): Probe<CopyState> {
  const [source, dest] = [normalPath(src), normalPath(desired.dest)];
  const script = read`(
${goTo(source, { follow_unsafe_links: true })}
${readProgram(probe, { variables: { source, dest, limit: DIFF_LIMIT } })}
)
${probeScript(desired, { size: -1, sha256: "none", limit: DIFF_LIMIT })}`;
  return { script, parse: (answer) => parse(desired, source, answer) };
}

function parse(desired: DesiredFile, src: string, answer: Answer): Outcome<CopyState> {
  const found = parseFile(desired, answer);
  if (!found.ok) return found;
  const output = fields(answer.stdout);
  const source = parseStat(output.get("source-stat"));
  if (!source) return unexpected(src, answer);
  if (source === "unreadable") return bad(unreadable(src, answer));
  const bytes = bytesOf(output);
  if (typeof source === "object" && source.kind === "file" && bytes.sha256 === undefined)
    return bad(moduleFault("modules/unreadable", { path: src }, { details: tail(answer.stderr) }));
  const target = output.get("source-target");
  const { path } = found.value;
  const sha256 = output.get("dest-sha256");
  return good({
    ...found.value,
    path: typeof path === "object" && path.kind === "file" && sha256 !== undefined ? { ...path, sha256 } : path,
    source: {
      path: typeof source === "object" ? { ...source, ...bytes } : source,
      target: target === undefined ? undefined : Buffer.from(target, "base64").toString("utf8"),
    },
  });
}

function bytesOf(output: Fields): Pick<Present, "sha256" | "text"> {
  const sha256 = output.get("source-sha256");
  const text = decodeText(output.get("source-text") ?? "");
  return { ...(sha256 !== undefined && { sha256 }), ...(text !== undefined && { text }) };
}

export function decideCopy(desired: DesiredFile, src: string, state: CopyState, predicted: Predicted): Decision {
  const path = normalPath(src);
  const { source = { path: "absent", target: undefined } } = state;
  const now = withPredicted(source.path, predicted, writtenPath(path, source, predicted));
  const result = { src: path, dest: normalPath(desired.dest) };
  if (now instanceof Unknown) return { changes: [], result, unpredictable: now.reason };
  if (typeof now === "string")
    return { changes: [], result, fault: fileFault("modules/nothing-to-read", { path }, { missing: true }) };
  if (now.kind === "link")
    return { changes: [], result, unpredictable: `it is not known what the symbolic link ${path} will lead to` };
  if (now.kind !== "file") {
    const kind = now.kind === "directory" ? "folder" : "device, socket or pipe";
    return { changes: [], result, fault: fileFault("modules/copies-files", { path, kind }) };
  }
  const content = contentOf(path, now);
  if (!content) return { changes: [], result, unpredictable: `the content of ${path} is not known` };
  const decision = decideFile(withSource(desired, path, now), content, state, predicted);
  return { ...decision, result: { ...decision.result, src: path } };
}

export function applyCopy(desired: DesiredFile, src: string, state: CopyState): Apply {
  const found = state.source?.path;
  const source: Present = typeof found === "object" ? found : { kind: "file" };
  const path = normalPath(src);
  return applyFile(withSource(desired, path, source), contentOf(path, source) ?? textContent("", path), state);
}

/** A new file gets the source's permissions, but not its setuid, setgid and sticky bits. */
function withSource(desired: DesiredFile, path: string, { mode }: Present): DesiredFile {
  return { ...desired, source: { path, mode: mode === undefined ? undefined : mode & 0o777 } };
}

/** The bytes are on the target, so nothing is sent. */
function contentOf(path: string, { size, sha256, text }: Present): Content | undefined {
  if (text !== undefined) return textContent(text, path);
  if (sha256 === undefined || size === undefined) return undefined;
  return { label: path, size, sha256, open: textContent("", path).open };
}
