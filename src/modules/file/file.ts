import { shellModule } from "../../module/contract.ts";
import { writesPath } from "../lib/path/args.ts";
import { decidePath } from "./decide.ts";
import { applyPath } from "./apply.ts";
import { probePath } from "./probe.ts";
import { FILE_ARGS } from "./args.ts";

export const file = shellModule({
  name: "file",
  summary:
    "Creates a folder, an empty file or a link, removes a path, or sets the mode, owner and times of what exists.",
  notes: [
    "`state: directory` also creates missing parent folders, with the default mode.",
    "`state: absent` removes a folder with its content. It fails if something is mounted on or below the path, and for `/` and system folders such as /etc.",
    "`exclusive` makes a folder yours: what is not named in it is removed, whoever made it. It is rejected for `/` and system folders, and if something is mounted in the folder.",
    "If the path has another type, the task fails and replaces nothing, unless `force` says so. A link with another target is replaced atomically.",
    "`recurse` names each file and folder whose attributes differ, up to 8000; more of them, or names with line breaks, are an error. A symbolic mode is computed from what is there.",
  ],
  writes: writesPath("path"),
  failsByStatus: true,
  args: FILE_ARGS,
  returns: {
    path: "The path.",
    state: "The path's type: file, directory, link or absent.",
    mode: "Its permissions in octal, if known.",
    owner: "Its user, if known.",
    group: "Its group, if known.",
  },
  examples: [
    { title: "Create a folder", args: { path: "/opt/app/conf", state: "directory", mode: "0750", owner: "root" } },
    {
      title: "Create a folder, and remove what does not belong in it",
      args: { path: "/opt/app/conf.d", state: "directory", exclusive: ["app.conf", "log.conf"] },
    },
    { title: "Create a symbolic link", args: { path: "/opt/app/current", state: "link", src: "releases/1.0" } },
    {
      title: "Take away what others may do in a folder",
      args: { path: "/opt/app", state: "directory", recurse: true, mode: "u=rwX,go=", owner: "root" },
    },
    {
      title: "Create an empty file, and leave its times if it exists",
      args: {
        path: "/opt/app/lock",
        state: "touch",
        modification_time: "preserve",
        access_time: "preserve",
      },
    },
    { title: "Remove a folder", args: { path: "/opt/app/old", state: "absent" } },
  ],
  probe: probePath,
  decide: decidePath,
  apply: applyPath,
});
