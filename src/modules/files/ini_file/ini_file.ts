import { shellModule } from "../../../module/contract.ts";
import { writesPath } from "../../lib/path/args.ts";
import { CREATE_ARG, EDIT_ALIASES, EDIT_ARGS, EDIT_NOTES, EDIT_RETURNS } from "../../lib/text-edit/args.ts";
import { applyEdit, decideEdit, probeEdit } from "../../lib/text-edit/edit.ts";
import { editIni } from "./edit.ts";

export const ini_file = shellModule({
  name: "ini_file",
  summary: "Sets or removes options of an INI file, and keeps its comments and order.",
  notes: [
    "A line of the option is replaced, or if there is only a comment with the option, that comment. Otherwise the line is added after the section's last option; a missing section is added at the end of the file.",
    "With `state: absent` and without `option`, the whole section is removed.",
    ...EDIT_NOTES.slice(0, 1),
  ],
  writes: writesPath("path"),
  failsByStatus: true,
  args: {
    required: ["path"],
    aliases: EDIT_ALIASES,
    properties: {
      ...EDIT_ARGS,
      section: {
        type: "string",
        description: "The section, without brackets. Without it, the lines before the first section are meant.",
        pattern: "^[^\\n\\]]+$",
        rule: "a section's name, without brackets",
      },
      option: {
        type: "string",
        description: "The option. Without it, the section as a whole is meant.",
        pattern: "^[^\\s\\[#;=]([^\\n=]*[^\\s=])?$",
        rule: "an option's name, of one line and without =",
      },
      value: { type: ["string", "integer", "number"], description: "The value, of one line." },
      values: {
        type: "array",
        items: { type: "string", description: "A value, of one line." },
        minItems: 1,
        description: "The values of an option that may occur several times, each on a line of its own.",
      },
      exclusive: {
        type: "boolean",
        description:
          "The option has no other values: other lines of it are removed. With `state: absent`, remove it whatever its value.",
        default: true,
      },
      state: { type: "string", description: "Whether it is there.", enum: ["present", "absent"], default: "present" },
      no_extra_spaces: { type: "boolean", description: "Write no spaces around =.", default: false },
      allow_no_value: {
        type: "boolean",
        description: "The option may stand alone, without = and a value.",
        default: false,
      },
      modify_inactive_option: {
        type: "boolean",
        description: "Replace a comment with the option, if there is no active line of it.",
        default: true,
      },
      create: { ...CREATE_ARG, default: true },
    },
    exclusive: [["value", "values"]],
  },
  returns: EDIT_RETURNS,
  examples: [
    {
      title: "Set an option",
      args: { path: "/etc/app.ini", section: "server", option: "port", value: 8080, mode: "0644" },
    },
    {
      title: "Remove an option that stands before the first section",
      args: { path: "/etc/app.ini", option: "debug", state: "absent" },
    },
  ],
  probe: (args) => probeEdit(args),
  decide: (args, state, predicted) => decideEdit(args, state, predicted, (text) => editIni(args, text)),
  apply: (args, _changes, state) => applyEdit(args, state, (text) => editIni(args, text)),
});
