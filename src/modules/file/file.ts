import { shellModule } from "../../module/contract.ts";
import { decidePath } from "./decide.ts";
import { applyPath } from "./apply.ts";
import { probePath } from "./probe.ts";
import { FILE_ARGS } from "./args.ts";

export const file = shellModule({
  name: "file",
  summary: "Makes a folder or a symbolic link, removes a path, or sets mode and owner of what is there.",
  notes: [
    "`state: directory` makes the folders above it, too, with the default mode.",
    "`state: absent` removes a folder with all that is in it, never across a mount point, and never `/` or a folder of the system such as /etc.",
    "Something of another type at the path is not replaced: that is an error. A link that leads elsewhere is replaced in one step.",
  ],
  args: FILE_ARGS,
  returns: {
    path: "The path.",
    state: "What stands there: file, directory, link or absent.",
    mode: "Its permissions in octal, where known.",
    owner: "Its user, where known.",
    group: "Its group, where known.",
  },
  examples: [
    { title: "Make a folder", args: { path: "/opt/app/conf", state: "directory", mode: "0750", owner: "root" } },
    { title: "Make a symbolic link", args: { path: "/opt/app/current", state: "link", src: "releases/1.0" } },
    { title: "Remove a folder", args: { path: "/opt/app/old", state: "absent" } },
  ],
  probe: probePath,
  decide: decidePath,
  apply: applyPath,
});
