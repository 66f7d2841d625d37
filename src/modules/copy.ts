import { shellModule } from "../module/contract.ts";
import type { Content } from "../module/content.ts";
import { textContent } from "./lib/text-content.ts";
import { applyFile } from "./lib/content-file/apply.ts";
import { decideFile } from "./lib/content-file/decide.ts";
import { FILE_ARGS, FILE_NOTES, FILE_RETURNS } from "./lib/content-file/args.ts";
import { writesPath } from "./lib/path/args.ts";
import { probeFile } from "./lib/content-file/probe.ts";

export const copy = shellModule({
  name: "copy",
  summary: "Writes a file to the target, from a file on the controller or from a string.",
  notes: FILE_NOTES,
  writes: writesPath("dest"),
  args: {
    required: ["dest"],
    properties: {
      ...FILE_ARGS,
      src: { type: "string", source: "file", description: "A file in the `files/` folder of the role or the project." },
      content: { type: "string", description: "The content itself, instead of `src`." },
    },
    oneOf: [["src", "content"]],
  },
  returns: FILE_RETURNS,
  examples: [
    { title: "Write a short file", args: { dest: "/etc/motd", content: "Managed by provision.\n", mode: "0644" } },
    {
      title: "Copy a file that only root may read",
      args: { src: "limits.conf", dest: "/etc/limits.conf", mode: "0600", owner: "root" },
    },
  ],
  probe: (args) => probeFile(args, contentOf(args)),
  decide: (args, state, predicted) => decideFile(args, contentOf(args), state, predicted),
  apply: (args, _changes, state) => applyFile(args, contentOf(args), state),
});

/** The schema guarantees that one of the two is given. */
function contentOf(args: { readonly src?: Content; readonly content?: string }): Content {
  return args.src ?? textContent(args.content ?? "", "inline");
}
