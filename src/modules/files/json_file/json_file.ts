import { shellModule } from "../../../module/contract.ts";
import { DOCUMENT_ARGS, DOCUMENT_NOTES } from "../../lib/documents/args.ts";
import { editDocument } from "../../lib/documents/place.ts";
import { writesPath } from "../../lib/path/args.ts";
import { EDIT_NOTES, EDIT_RETURNS } from "../../lib/text-edit/args.ts";
import { applyEdit, decideEdit, probeEdit } from "../../lib/text-edit/edit.ts";
import { JSON_FORMAT } from "./edit.ts";

export const json_file = shellModule({
  name: "json_file",
  summary: "Sets or removes one value in a JSON file, and leaves the rest as it is written.",
  notes: [...DOCUMENT_NOTES, EDIT_NOTES[0]],
  writes: writesPath("path"),
  failsByStatus: true,
  args: DOCUMENT_ARGS,
  returns: EDIT_RETURNS,
  examples: [
    {
      title: "Limit the logs of containers",
      args: { path: "/etc/docker/daemon.json", key: ["log-opts", "max-size"], value: "10m" },
    },
    {
      title: "Remove a setting",
      args: { path: "/etc/docker/daemon.json", key: ["debug"], state: "absent" },
    },
  ],
  probe: (args) => probeEdit(args),
  decide: (args, state, predicted) =>
    decideEdit(args, state, predicted, (text) => editDocument(args, text, JSON_FORMAT)),
  apply: (args, _changes, state) => applyEdit(args, state, (text) => editDocument(args, text, JSON_FORMAT)),
});
