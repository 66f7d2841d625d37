import { type Probe, shellModule } from "../module/contract.ts";
import { isFolderContent, type Content, type FolderContent } from "../module/content.ts";
import { textContent } from "./lib/text-content.ts";
import { applyFile } from "./lib/content-file/apply.ts";
import { decideFile } from "./lib/content-file/decide.ts";
import { FILE_ARGS, FILE_NOTES, FILE_RETURNS } from "./lib/content-file/args.ts";
import { writesPath } from "./lib/path/args.ts";
import { probeFile } from "./lib/content-file/probe.ts";
import { MODE_ARG } from "./lib/path/mode.ts";
import { applyCopy, decideCopy, probeCopy, type CopyState } from "./lib/content-file/remote/remote.ts";
import { applyTree } from "./lib/content-file/tree/apply.ts";
import { decideTree } from "./lib/content-file/tree/decide.ts";
import { probeTree, type TreeState } from "./lib/content-file/tree/probe.ts";

export const copy = shellModule({
  name: "copy",
  summary: "Writes files to the target: a file or a folder of the controller, a file on the target or a string.",
  notes: [
    ...FILE_NOTES,
    "With `remote_src`, a new file gets the source's permissions unless `mode` is given, without setuid, setgid and sticky bits. A symbolic link at `src` is followed. Folders on the target are not copied.",
    "A folder of the project, of at most 2000 files and folders, is copied with everything in it: into `dest` under its own name, or if a slash ends `src`, what it contains into `dest`. Missing folders are made. Nothing is removed. Symbolic links in it are followed; the files' own permissions do not count. Each file is replaced atomically, one after the other.",
  ],
  writes: writesPath("dest"),
  failsByStatus: true,
  args: {
    required: ["dest"],
    properties: {
      ...FILE_ARGS,
      src: {
        type: "string",
        source: "file",
        unless: "remote_src",
        folder: true,
        description:
          "A file or folder in the `files/` folder of the role or the project; with `remote_src`, the full path of a file on the target.",
      },
      remote_src: { type: "boolean", description: "Copy a file that is on the target.", default: false },
      directory_mode: {
        ...MODE_ARG,
        description: "With a folder as `src`: the permissions of the folders in `dest`, and of those that are made.",
      },
      content: { type: "string", description: "The content itself, instead of `src`." },
    },
    oneOf: [["src", "content"]],
    needs: [{ argument: "remote_src", value: true, oneOf: ["src"] }],
  },
  returns: { ...FILE_RETURNS, src: "With `remote_src`: the source's path." },
  examples: [
    { title: "Write a short file", args: { dest: "/etc/motd", content: "Managed by provision.\n", mode: "0644" } },
    {
      title: "Copy a file that only root may read",
      args: { src: "limits.conf", dest: "/etc/limits.conf", mode: "0600", owner: "root" },
    },
    {
      title: "Copy what a folder contains",
      args: { src: "conf.d/", dest: "/etc/app/conf.d", mode: "0640", directory_mode: "0750" },
    },
    {
      title: "Copy a file on the target",
      args: { src: "/usr/share/app/app.conf", dest: "/etc/app.conf", remote_src: true, force: false },
    },
  ],
  probe: ({ src, ...args }): Probe<CopyState | TreeState> => {
    if (typeof src === "string") return probeCopy(args, src);
    return src && isFolderContent(src) ? probeTree(args, src) : probeFile(args, contentOf(src, args));
  },
  decide: ({ src, ...args }, state, predicted) => {
    if (isTree(state)) return decideTree(args, folderOf(src), state, predicted);
    if (typeof src === "string") return decideCopy(args, src, state, predicted);
    return decideFile(args, contentOf(fileOf(src), args), state, predicted);
  },
  apply: ({ src, ...args }, changes, state) => {
    if (isTree(state)) return applyTree(args, folderOf(src), changes, state);
    return typeof src === "string" ? applyCopy(args, src, state) : applyFile(args, contentOf(fileOf(src), args), state);
  },
});

/** The schema guarantees that one of the two is given. */
function contentOf(src: Content | undefined, { content = "" }: { readonly content?: string }): Content {
  return src ?? textContent(content, "inline");
}

function isTree(state: CopyState | TreeState): state is TreeState {
  return "found" in state;
}

/** The state of a tree belongs to a folder. */
function folderOf(src: Content | FolderContent | string | undefined): FolderContent {
  if (typeof src === "object" && isFolderContent(src)) return src;
  throw new TypeError("a folder was looked at, but none is the source");
}

function fileOf(src: Content | FolderContent | undefined): Content | undefined {
  return src && isFolderContent(src) ? undefined : src;
}
