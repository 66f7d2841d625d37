import { shellModule } from "../../module/contract.ts";
import { applyCompose } from "./apply.ts";
import { lookAtContainers } from "./health.ts";
import { decideCompose } from "./decide.ts";
import { probeCompose } from "./probe.ts";
import { COMPOSE_ARGS } from "./args.ts";

export const compose = shellModule({
  name: "compose",
  summary: "Brings the services of a Docker Compose project up, stops them, or removes them.",
  notes: [
    "A service is changed only when its container is missing, not running, was made from another definition, or when the name of its image means another image by now. Services that are named bring along what they depend on, as compose does.",
    "What a mounted file holds is not part of a definition: put a digest of it into a label of the service, so that a change of the file makes the container anew.",
    "In check mode, where compose files, `.env` or env files are to change, the new texts are compared with the old, service by service.",
    "One container a service is looked after; run jobs that end apart, by `command: docker compose run`.",
  ],
  args: COMPOSE_ARGS,
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
