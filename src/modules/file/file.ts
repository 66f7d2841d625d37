import { shellModule } from "../../module/contract.ts";
import { decidePath } from "./decide.ts";
import { applyPath, probePath } from "./scripts.ts";
import { GROUP_ARG, MODE_ARG, OWNER_ARG, pathArg } from "../lib/path/args.ts";

export const file = shellModule({
  name: "file",
  summary: "Makes a folder or a symbolic link, removes a path, or sets mode and owner of what is there.",
  notes: [
    "`state: directory` makes the folders above it, too, with the default mode.",
    "`state: absent` removes a folder with all that is in it, never across a mount point, and never `/` or a folder of the system such as /etc.",
    "Something of another type at the path is not replaced: that is an error. A link that leads elsewhere is replaced in one step.",
  ],
  args: {
    required: ["path"],
    shorthand: "path",
    properties: {
      path: pathArg("The path on the target."),
      state: {
        type: "string",
        description: "What is to stand there; `file` demands that it is there already.",
        enum: ["file", "directory", "link", "absent"],
        default: "file",
      },
      src: {
        type: "string",
        description: "With `state: link`: where the link leads, as it is to be written in it.",
        minLength: 1,
      },
      mode: MODE_ARG,
      owner: OWNER_ARG,
      group: GROUP_ARG,
    },
  },
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
