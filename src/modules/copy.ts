import { type Probe, shellModule } from "../module/contract.ts";
import type { Content } from "../module/content.ts";
import { textContent } from "./lib/text-content.ts";
import { applyFile } from "./lib/content-file/apply.ts";
import { decideFile } from "./lib/content-file/decide.ts";
import { FILE_ARGS, FILE_NOTES, FILE_RETURNS } from "./lib/content-file/args.ts";
import { writesPath } from "./lib/path/args.ts";
import { probeFile } from "./lib/content-file/probe.ts";
import { applyCopy, decideCopy, probeCopy, type CopyState } from "./lib/content-file/remote/remote.ts";

export const copy = shellModule({
  name: "copy",
  summary: "Writes a file to the target, from a file on the controller, a file on the target or a string.",
  notes: [
    ...FILE_NOTES,
    "With `remote_src`, a new file gets the source's permissions unless `mode` is given, without setuid, setgid and sticky bits. A symbolic link at `src` is followed. Folders are not copied.",
  ],
  writes: writesPath("dest"),
  args: {
    required: ["dest"],
    properties: {
      ...FILE_ARGS,
      src: {
        type: "string",
        source: "file",
        unless: "remote_src",
        description:
          "A file in the `files/` folder of the role or the project; with `remote_src`, the full path of a file on the target.",
      },
      remote_src: { type: "boolean", description: "Copy a file that is on the target.", default: false },
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
      title: "Copy a file on the target",
      args: { src: "/usr/share/app/app.conf", dest: "/etc/app.conf", remote_src: true, force: false },
    },
  ],
  probe: (args): Probe<CopyState> =>
    typeof args.src === "string" ? probeCopy(args, args.src) : probeFile(args, contentOf(args.src, args)),
  decide: ({ src, ...args }, state, predicted) =>
    typeof src === "string"
      ? decideCopy(args, src, state, predicted)
      : decideFile(args, contentOf(src, args), state, predicted),
  apply: ({ src, ...args }, _changes, state) =>
    typeof src === "string" ? applyCopy(args, src, state) : applyFile(args, contentOf(src, args), state),
});

/** The schema guarantees that one of the two is given. */
function contentOf(src: Content | undefined, { content = "" }: { readonly content?: string }): Content {
  return src ?? textContent(content, "inline");
}
