import { shellModule } from "../../../module/contract.ts";
import { DOCUMENT_ARGS, DOCUMENT_NOTES } from "../../lib/documents/args.ts";
import { editDocument } from "../../lib/documents/place.ts";
import { writesPath } from "../../lib/path/args.ts";
import { EDIT_NOTES, EDIT_RETURNS } from "../../lib/text-edit/args.ts";
import { applyEdit, decideEdit, probeEdit } from "../../lib/text-edit/edit.ts";
import { YAML } from "./edit.ts";

export const yaml_file = shellModule({
  name: "yaml_file",
  summary: "Sets or removes one value in a YAML file, and keeps its comments and order.",
  notes: [
    ...DOCUMENT_NOTES,
    "A text, a number or a boolean is replaced where it stands. For any other change the file is written anew: comments, order and the spelling of values stay, but spaces, blank lines and the line breaks of folded text may change. The file must hold one document.",
    EDIT_NOTES[0],
  ],
  writes: writesPath("path"),
  failsByStatus: true,
  args: DOCUMENT_ARGS,
  returns: EDIT_RETURNS,
  examples: [
    {
      title: "Set the retention of the logs",
      args: { path: "/etc/loki/loki.yaml", key: ["limits_config", "retention_period"], value: "744h" },
    },
    {
      title: "Remove the first scrape job",
      args: { path: "/etc/prometheus/prometheus.yml", key: ["scrape_configs", 0], state: "absent" },
    },
  ],
  probe: (args) => probeEdit(args),
  decide: (args, state, predicted) => decideEdit(args, state, predicted, (text) => editDocument(args, text, YAML)),
  apply: (args, _changes, state) => applyEdit(args, state, (text) => editDocument(args, text, YAML)),
});
