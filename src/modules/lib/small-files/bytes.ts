import { write, type Script } from "../../../module/script.ts";
import { chmodMode, parentOf } from "../path/args.ts";
import { putFiles } from "./small-files.ts";

/** Writes a small file that need not be text, in one step, and makes its folder. */
export function putBytes(path: string, bytes: Buffer, mode: number): Script<"write"> {
  return write`unsafe_links=
make_folders ${parentOf(path)}
enter_stage
printf %s ${bytes.toString("base64")} | base64 -d >"$new" || fail 'The file cannot be stored.'
chmod -- ${chmodMode(mode)} "$new" || fail 'The mode cannot be set.'
take_name ${path.slice(path.lastIndexOf("/") + 1)}
leave_stage`;
}

export function removeFile(path: string): Script<"write"> {
  return putFiles([{ path, text: null }]);
}
