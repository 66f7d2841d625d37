import { shellModule } from "../../module/contract.ts";
import { applyCompose, lookAtContainers } from "./apply.ts";
import { decideCompose } from "./decide.ts";
import { probeCompose } from "./probe.ts";
import { pathArg } from "../lib/path/args.ts";

const NAME = "^[A-Za-z0-9][A-Za-z0-9_.-]*$";

export const compose = shellModule({
  name: "compose",
  summary: "Brings the services of a Docker Compose project up, stops them, or removes them.",
  notes: [
    "A service is changed only when its container is missing, not running, was made from another definition, or when the name of its image means another image by now. Services that are named bring along what they depend on, as compose does.",
    "What a mounted file holds is not part of a definition: put a digest of it into a label of the service, so that a change of the file makes the container anew.",
    "In check mode, where compose files, `.env` or env files are to change, the new texts are compared with the old, service by service.",
    "One container a service is looked after; run jobs that end apart, by `command: docker compose run`.",
  ],
  args: {
    required: ["project_src"],
    properties: {
      project_src: pathArg("The project's folder on the target."),
      files: {
        type: "array",
        description: "The compose files, by their name in the folder; docker-compose.yml unless given.",
        items: { type: "string", description: "A file.", minLength: 1, pattern: "^[^-]" },
        minItems: 1,
      },
      project_name: {
        type: "string",
        description: "The project's name; compose's own choice unless given.",
        pattern: "^[a-z0-9][a-z0-9_-]*$",
      },
      services: {
        type: "array",
        description: "The services that are meant; all unless given.",
        items: { type: "string", description: "A service.", pattern: NAME },
        minItems: 1,
      },
      state: {
        type: "string",
        description: "Running, stopped or removed; `restarted`, for a handler, stops what runs first, every time.",
        enum: ["present", "restarted", "stopped", "absent"],
        default: "present",
      },
      pull: {
        type: "string",
        description: "Whether images that are not there are pulled.",
        enum: ["missing", "never"],
        default: "missing",
      },
      remove_orphans: {
        type: "boolean",
        description: "Remove containers of services that the files no longer have; only where no services are named.",
        default: false,
      },
      remove_volumes: {
        type: "boolean",
        description: "With `absent`: remove the volumes and what is in them, too.",
        default: false,
      },
      wait: { type: "boolean", description: "Wait until the containers run and are healthy.", default: true },
      wait_timeout: {
        type: "integer",
        description: "Seconds that starting, and then waiting, may take.",
        minimum: 1,
        default: 300,
      },
    },
  },
  returns: {
    project: "The project's name.",
    containers: "The id of each service's container, by service.",
  },
  examples: [
    { title: "Bring all services up", args: { project_src: "/opt/pipeline" } },
    {
      title: "Two of them, from two files",
      args: {
        project_src: "/opt/pipeline",
        files: ["docker-compose.yml", "extra.yml"],
        services: ["kafka", "kafdrop"],
      },
    },
    {
      title: "Remove the project, keep its data",
      args: { project_src: "/opt/pipeline", project_name: "pipeline", state: "absent" },
    },
  ],
  probe: probeCompose,
  decide: decideCompose,
  apply: applyCompose,
  settle: { look: lookAtContainers, every: 2, timeout: ({ wait_timeout }) => wait_timeout },
});
