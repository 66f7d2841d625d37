import { shellModule } from "../../../module/contract.ts";
import { writesPath } from "../../lib/path/args.ts";
import { CREATE_ARG, EDIT_ALIASES, EDIT_ARGS, EDIT_NOTES, EDIT_RETURNS } from "../../lib/text-edit/args.ts";
import { applyEdit, decideEdit, probeEdit } from "../../lib/text-edit/edit.ts";
import { editBlock } from "./edit.ts";

export const blockinfile = shellModule({
  name: "blockinfile",
  summary: "Keeps a block of lines between two marker lines in a text file.",
  notes: [
    "The block is found again by its markers. Several blocks in one file need different markers.",
    "An empty block, or `state: absent`, removes the block and its markers.",
    ...EDIT_NOTES,
  ],
  writes: writesPath("path"),
  failsByStatus: true,
  args: {
    required: ["path"],
    aliases: { ...EDIT_ALIASES, content: "block" },
    properties: {
      ...EDIT_ARGS,
      state: {
        type: "string",
        enum: ["present", "absent"],
        default: "present",
        description: "Whether the block should be there.",
      },
      block: { type: "string", default: "", description: "The lines between the markers." },
      marker: {
        type: "string",
        default: "# {mark} ANSIBLE MANAGED BLOCK",
        pattern: "^[^\\n]*\\{mark\\}[^\\n]*$",
        rule: "a single line that contains {mark}",
        description: "The marker lines: {mark} stands for `marker_begin` and `marker_end`.",
      },
      marker_begin: {
        type: "string",
        default: "BEGIN",
        pattern: "^[^\\n]+$",
        rule: "a word",
        description: "What {mark} stands for in the line before the block.",
      },
      marker_end: {
        type: "string",
        default: "END",
        pattern: "^[^\\n]+$",
        rule: "a word",
        description: "What {mark} stands for in the line after the block.",
      },
      insertafter: {
        type: "string",
        search: "",
        except: ["EOF", "BOF"],
        description: "Insert a new block after the last line that this regular expression matches, or at the end: EOF.",
      },
      insertbefore: {
        type: "string",
        search: "",
        except: ["BOF"],
        description:
          "Insert a new block before the last line that this regular expression matches, or at the beginning: BOF.",
      },
      prepend_newline: { type: "boolean", default: false, description: "Put an empty line before the block." },
      append_newline: { type: "boolean", default: false, description: "Put an empty line after the block." },
      create: CREATE_ARG,
    },
    exclusive: [["insertafter", "insertbefore"]],
  },
  returns: EDIT_RETURNS,
  examples: [
    {
      title: "Name the hosts of a cluster",
      args: { path: "/etc/hosts", block: "192.0.2.7 kafka-1\n192.0.2.8 kafka-2\n", marker: "# {mark} kafka" },
    },
    { title: "Remove a block", args: { path: "/etc/hosts", marker: "# {mark} kafka", state: "absent" } },
  ],
  probe: probeEdit,
  decide: (args, state, predicted) => decideEdit(args, state, predicted, (text) => editBlock(args, text)),
  apply: (args, _changes, state) => applyEdit(args, state, (text) => editBlock(args, text)),
});
