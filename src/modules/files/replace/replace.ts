import { shellModule } from "../../../module/contract.ts";
import { writesPath } from "../../lib/path/args.ts";
import { EDIT_ALIASES, EDIT_ARGS, EDIT_NOTES, EDIT_RETURNS } from "../../lib/text-edit/args.ts";
import { applyEdit, decideEdit, probeEdit } from "../../lib/text-edit/edit.ts";
import { replaceAll } from "./edit.ts";

export const replace = shellModule({
  name: "replace",
  summary: "Replaces each match of a regular expression in a text file.",
  notes: [
    "`^` and `$` match at each line. Write a pattern that does not match what it writes: otherwise each run changes the file again.",
    ...EDIT_NOTES,
  ],
  writes: writesPath("path"),
  failsByStatus: true,
  args: {
    required: ["path", "regexp"],
    aliases: EDIT_ALIASES,
    properties: {
      ...EDIT_ARGS,
      regexp: { type: "string", search: "m", description: "The regular expression." },
      replace: {
        type: "string",
        replaces: { pattern: "regexp" },
        default: "",
        description:
          "What each match becomes: \\1 and \\g<name> stand for its groups. Without it, matches are removed.",
      },
      after: {
        type: "string",
        search: "s",
        description:
          "Replace only what comes after the first match of this regular expression, in which . matches line ends.",
      },
      before: {
        type: "string",
        search: "s",
        description:
          "Replace only what comes before a match of this regular expression: the first one after `after`, or the last one.",
      },
    },
  },
  returns: EDIT_RETURNS,
  examples: [
    { title: "Rename a host", args: { path: "/etc/hosts", regexp: "\\bold-name\\b", replace: "new-name" } },
    {
      title: "Comment out lines of one section",
      args: { path: "/etc/app.conf", after: "\\[debug\\]", before: "\\n\\[", regexp: "^(level=.*)$", replace: "# \\1" },
    },
  ],
  probe: probeEdit,
  decide: (args, state, predicted) => decideEdit(args, state, predicted, (text) => replaceAll(args, text)),
  apply: (args, _changes, state) => applyEdit(args, state, (text) => replaceAll(args, text)),
});
