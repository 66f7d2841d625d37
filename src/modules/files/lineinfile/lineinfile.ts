import { shellModule } from "../../../module/contract.ts";
import { writesPath } from "../../lib/path/args.ts";
import { CREATE_ARG, EDIT_ALIASES, EDIT_ARGS, EDIT_NOTES, EDIT_RETURNS } from "../../lib/text-edit/args.ts";
import { applyEdit, decideEdit, probeEdit } from "../../lib/text-edit/edit.ts";
import { editLines } from "./edit.ts";

export const lineinfile = shellModule({
  name: "lineinfile",
  summary: "Makes sure that a text file contains a line, or does not contain lines.",
  notes: [
    "With `regexp` or `search_string`, the last line that matches becomes `line`. If none matches and the file has the line already, nothing changes. Otherwise the line is inserted.",
    "Lines are matched without their line ends. A new line gets the line end of the file's first line, so files with CRLF stay as they are.",
    ...EDIT_NOTES,
  ],
  writes: writesPath("path"),
  failsByStatus: true,
  args: {
    required: ["path"],
    aliases: { ...EDIT_ALIASES, regex: "regexp", value: "line" },
    properties: {
      ...EDIT_ARGS,
      state: {
        type: "string",
        enum: ["present", "absent"],
        default: "present",
        description: "`absent` removes all lines that match `regexp`, contain `search_string`, or equal `line`.",
      },
      line: {
        type: "string",
        replaces: { pattern: "regexp", if: "backrefs" },
        pattern: "^[^\\n]*\\n?$",
        rule: "a single line",
        hint: "Use `blockinfile` for several lines.",
        description: "The line, without its line end. With `backrefs`, \\1 and \\g<name> stand for groups of `regexp`.",
      },
      regexp: {
        type: "string",
        search: "",
        description: "A regular expression that finds the line to replace or remove.",
      },
      search_string: {
        type: "string",
        minLength: 1,
        description: "A text in the line to replace or remove, instead of `regexp`.",
      },
      insertafter: {
        type: "string",
        search: "",
        except: ["EOF", "BOF"],
        description: "Insert the line after the last one that this regular expression matches, or at the end: EOF.",
      },
      insertbefore: {
        type: "string",
        search: "",
        except: ["BOF"],
        description:
          "Insert the line before the last one that this regular expression matches, or at the beginning: BOF.",
      },
      firstmatch: {
        type: "boolean",
        default: false,
        description: "Take the first line that matches, not the last one.",
      },
      backrefs: {
        type: "boolean",
        default: false,
        description: "Put the groups of `regexp` into `line`. If nothing matches, nothing is inserted.",
      },
      create: CREATE_ARG,
    },
    exclusive: [
      ["insertafter", "insertbefore"],
      ["regexp", "search_string"],
    ],
    needs: [
      { argument: "state", value: "present", oneOf: ["line"] },
      { argument: "state", value: "absent", oneOf: ["line", "regexp", "search_string"] },
      { argument: "backrefs", value: true, oneOf: ["regexp"] },
    ],
  },
  returns: { ...EDIT_RETURNS, found: "With `state: absent`: how many lines were removed." },
  examples: [
    { title: "Name a host", args: { path: "/etc/hosts", line: "192.0.2.7 kafka-1" } },
    {
      title: "Set an option, whether or not it is there",
      args: {
        path: "/etc/ssh/sshd_config",
        regexp: "^#?PasswordAuthentication ",
        line: "PasswordAuthentication no",
        validate: "sshd -t -f %s",
      },
    },
    { title: "Remove lines", args: { path: "/etc/fstab", regexp: "\\sswap\\s", state: "absent", backup: true } },
  ],
  probe: probeEdit,
  decide: (args, state, predicted) => decideEdit(args, state, predicted, (text) => editLines(args, text)),
  apply: (args, _changes, state) => applyEdit(args, state, (text) => editLines(args, text)),
});
