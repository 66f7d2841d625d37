import { createHash } from "node:crypto";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Answer } from "../../module/answer.ts";
import { shellModule } from "../../module/contract.ts";
import { read, readProgram } from "../../module/script.ts";
import { fields, unexpected } from "../lib/script-output.ts";
import { NOTHING_TO_WRITE } from "../lib/no-op.ts";
import { normalPath, pathArg } from "../lib/path/args.ts";
import { writtenPath } from "../lib/content-file/decide.ts";
import { targetOf } from "../lib/content-file/probe.ts";
import { fromPackage } from "../lib/path/packages.ts";
import { parseStat, unreadable, withPredicted, type PathState } from "../lib/path/state.ts";
import { goTo, lengthFault, obstacleFault, parseObstacle } from "../lib/path/walk.ts";
import { describe } from "./describe.ts";
import { probe } from "./probe.sh.ts";

export const stat = shellModule({
  name: "stat",
  summary: "Reads a path's attributes and changes nothing.",
  args: {
    required: ["path"],
    shorthand: "path",
    aliases: { dest: "path", name: "path", checksum: "checksum_algorithm", checksum_algo: "checksum_algorithm" },
    properties: {
      path: pathArg("The path on the target."),
      follow: { type: "boolean", description: "Follow a symbolic link.", default: false },
      checksum_algorithm: {
        type: "string",
        description: "The algorithm of `checksum`, in addition to SHA-256.",
        enum: ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"],
      },
      get_checksum: { type: "boolean", description: "Read the file to compute its SHA-256.", default: true },
    },
  },
  returns: {
    exists: "Whether the path exists.",
    type: "file, directory, link or other.",
    mode: "Its permissions in octal.",
    owner: "Its user.",
    group: "Its group.",
    size: "Its size in bytes.",
    mtime: "The time of its last change, in seconds since 1970.",
    sha256: "The SHA-256 of a file's bytes, with `get_checksum` and if the file may be read.",
    checksum: "With `checksum_algorithm`: the file's digest by that algorithm, also as `stat.checksum`.",
    target: "The target of a symbolic link.",
    stat: "The same by Ansible's names: `exists`, `path`, `isreg`, `isdir`, `islnk`, `mode`, `size`, `mtime`, `uid`, `gid`, `pw_name`, `gr_name`, `lnk_target`, `rusr`, `xoth` and so on.",
  },
  examples: [
    { title: "Check whether a file exists", args: { path: "/etc/hostname" } },
    { title: "Get a file's SHA-1", args: { path: "/etc/hostname", checksum_algorithm: "sha1" } },
    { title: "Get a file's attributes without reading it", args: { path: "/var/log/wtmp", get_checksum: false } },
  ],
  probe: ({ path, follow, get_checksum, checksum_algorithm: algorithm = "" }) => ({
    script: read`${goTo(normalPath(path), { follow_unsafe_links: true })}
${readProgram(probe, { variables: { file: normalPath(path), follow: follow ? "yes" : "", checksum: get_checksum ? "yes" : "", algorithm } })}`,
    parse: (answer) => parse(path, answer),
  }),
  decide: ({ path, get_checksum, checksum_algorithm: algorithm }, found, predicted) => {
    const written = writtenPath(normalPath(path), found, predicted);
    const now = withPredicted(found.state, predicted, written);
    const current = (now === "absent" && fromPackage(written, predicted)) || now;
    if (current instanceof Unknown) return { changes: [], result: {}, unpredictable: current.reason };
    const result = describe(path, current, get_checksum);
    const isLater = current !== found.state;
    const digest = get_checksum ? checksumOf(algorithm, current, isLater ? undefined : found.checksum, isLater) : {};
    return { changes: [], result: { ...result, ...digest, stat: { ...(result["stat"] as ValueMap), ...digest } } };
  },
  apply: () => ({ script: NOTHING_TO_WRITE }),
});

/** A digest by an algorithm, `found` if the probe has computed it. Of a file that earlier tasks write later, it needs the text. */
function checksumOf(
  algorithm: string | undefined,
  state: PathState,
  found: string | undefined,
  isLater: boolean,
): ValueMap {
  if (algorithm === undefined || typeof state !== "object" || state.kind !== "file") return {};
  const { text, sha256 } = state;
  const known =
    algorithm === "sha256"
      ? sha256
      : (found ?? (isLater && text !== undefined ? createHash(algorithm).update(text).digest("hex") : undefined));
  // Without permission to read the file there is no digest.
  if (known === undefined && !isLater) return {};
  return { checksum: known ?? new Unknown("the content of the file is not known") };
}

interface FoundState {
  readonly state: PathState;
  /** The digest by another algorithm. */
  readonly checksum?: string | undefined;
  /** Where the path leads to, if links are followed and it is one. */
  readonly target: string | undefined;
}

function parse(path: string, answer: Answer): Outcome<FoundState> {
  const output = fields(answer.stdout);
  const obstacle = parseObstacle(output);
  const fault = lengthFault(normalPath(path)) ?? (obstacle && obstacleFault(path, obstacle));
  if (fault) return bad(fault);
  const state = parseStat(output.get("stat"));
  if (!state) return unexpected(path, answer);
  if (state === "unreadable") return bad(unreadable(path, answer));
  const target = targetOf(output);
  if (state === "absent") return good({ state, target });
  const sha256 = output.get("sha256");
  const link = state.kind === "link" && { target: output.rest };
  return good({ state: { ...state, ...(sha256 && { sha256 }), ...link }, target, checksum: output.get("checksum") });
}
