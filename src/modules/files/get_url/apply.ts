import { good } from "../../../errors/fault.ts";
import type { Applied, Apply } from "../../../module/contract.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Change } from "../../../model/change.ts";
import type { NonEmpty } from "../../../model/non-empty.ts";
import { write, writeProgram } from "../../../module/script.ts";
import { ownershipChanges, setOwnership, withOwnership } from "../../lib/path/ownership.ts";
import type { Present } from "../../lib/path/state.ts";
import { backupOf } from "../../lib/content-file/apply.ts";
import { keepOld } from "../../lib/content-file/keep-old.sh.ts";
import { arrived, goTo } from "../../lib/path/walk.ts";
import { fields } from "../../lib/script-output.ts";
import { originOf } from "../../../services/http/url.ts";
import { apply } from "./apply.sh.ts";
import { checksumOf, nameOf, type GetUrlArgs } from "./args.ts";
import { newFile } from "./decide.ts";
import { shown } from "./faults.ts";
import type { DownloadState } from "./probe.ts";

/** The largest file that is downloaded, in bytes: 4 GiB. */
const MOST = 4_294_967_296;

export function applyDownload(args: GetUrlArgs, [change]: NonEmpty<Change>, state: DownloadState): Apply {
  const path = change.resource.name;
  const old = typeof state.file === "object" ? state.file : undefined;
  const checksum = checksumOf(args) ?? { algorithm: "", digest: "", list: "" };
  const isKept =
    old && (checksum.digest === "" ? !args.force && checksum.list === "" : state.digest === checksum.digest);
  if (isKept) {
    const script = write`${goTo(path, args)}
${setOwnership(changedOnly(old, withOwnership(old, args)))}
enter "$folder" || refuse
change_entry "$name"`;
    return { script, parse: arrived(path, `set the attributes of ${path}`) };
  }
  const mayBeSame = old && checksum.digest === "";
  const variables = {
    url: sendable(args.url),
    program: state.program,
    ...settingsOf(args),
    ...checksum,
    list: sendable(checksum.list),
    file_name: nameOf(args.url),
    private_list: originOf(checksum.list) === originOf(args.url) ? "yes" : "",
    compare: mayBeSame ? "yes" : "",
    attributes: mayBeSame && ownershipChanges(old, withOwnership(old, args)).length > 0 ? "yes" : "",
    seconds: args.timeout,
    most: MOST,
  };
  const owner = args.owner ?? (old && String(old.uid));
  const group = args.group ?? (old && String(old.gid));
  const script = write`${goTo(path, args)}
${setOwnership({ mode: newFile(args, old).mode, owner, group })}
${writeProgram(keepOld, { variables: { backup: args.backup && old ? "yes" : "" } })}
${writeProgram(apply, { variables })}`;
  return { script, parse: (answer) => parse(path, args, answer) };
}

function parse(path: string, args: GetUrlArgs, answer: Answer): Applied {
  const done = arrived(path, `download ${shown(args.url)} to ${path}`)(answer);
  if (!done.ok) return done;
  const output = fields(answer.stdout);
  const [size, sha256] = [output.get("size"), output.get("sha256")];
  const found = {
    ...backupOf(output),
    ...(size !== undefined && { size: Number(size) }),
    ...(sha256 !== undefined && { sha256 }),
  };
  return { ...good(found), ...(output.get("unchanged") !== undefined && { isUnchanged: true }) };
}

/** Only the attributes that differ. */
function changedOnly(before: Present, after: Present) {
  return {
    mode: before.mode === after.mode ? undefined : after.mode,
    owner: before.owner === after.owner ? undefined : after.owner,
    group: before.group === after.group ? undefined : after.group,
  };
}

/** A URL as it can stand between quotes, and on a line of a list. */
const sendable = (url: string) => url.replaceAll('"', "%22");

/** Headers and login as lines of the configuration files of curl and wget. */
function settingsOf({ headers = {}, url_username, url_password }: GetUrlArgs) {
  const login = Buffer.from(`${url_username}:${url_password}`, "utf8").toString("base64");
  const given = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  const user = `${url_username}:${url_password}`;
  return {
    curl_settings: [
      ...given.map((header) => `header = ${quoted(header)}`),
      ...(url_username === "" ? [] : [`user = ${quoted(user)}`]),
    ].join("\n"),
    wget_settings: [...given, ...(url_username === "" ? [] : [`Authorization: Basic ${login}`])]
      .map((header) => `header = ${header}`)
      .join("\n"),
  };
}

/** A text as curl's configuration spells it. */
function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t");
  return `"${escaped}"`;
}
