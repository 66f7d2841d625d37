import { shellModule } from "../module/contract.ts";
import { applyFile } from "./lib/content-file/apply.ts";
import { decideFile } from "./lib/content-file/decide.ts";
import { FILE_ARGS, FILE_NOTES, FILE_RETURNS } from "./lib/content-file/args.ts";
import { writesPath } from "./lib/path/args.ts";
import { probeFile } from "./lib/content-file/probe.ts";

export const template = shellModule({
  name: "template",
  summary: "Renders a template for the host and writes the result to the target.",
  notes: ["The template is in Handlebars and sees all variables of the host; nothing is HTML-escaped.", ...FILE_NOTES],
  writes: writesPath("dest"),
  failsByStatus: true,
  args: {
    required: ["src", "dest"],
    properties: {
      ...FILE_ARGS,
      src: {
        type: "string",
        source: "template",
        description: "A template in the `templates/` folder of the role or the project.",
      },
    },
  },
  returns: FILE_RETURNS,
  examples: [
    { title: "Write a configuration file", args: { src: "server.properties.hbs", dest: "/opt/app/server.properties" } },
    {
      title: "Write a file that contains a secret",
      args: { src: "password.hbs", dest: "/opt/app/password", mode: "0640", group: "daemon" },
    },
  ],
  probe: (args) => probeFile(args, args.src),
  decide: (args, state, predicted) => decideFile(args, args.src, state, predicted),
  apply: (args, _changes, state) => applyFile(args, args.src, state),
});
