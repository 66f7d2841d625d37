import { shellModule } from "../../module/contract.ts";
import { applyCompose } from "./apply.ts";
import { checkContainers } from "./health.ts";
import { decideCompose } from "./decide.ts";
import { probeCompose } from "./probe.ts";
import { COMPOSE_ARGS } from "./args.ts";

export const compose = shellModule({
  name: "compose",
  summary: "Starts, stops or removes the services of a Docker Compose project.",
  notes: [
    "A service is changed only if its container is missing, is not running, was created from another definition, or if the name of its image now refers to another image. Services named in the task bring their dependencies along, as compose does.",
    "The content of a mounted file is not part of a definition. Put its digest into a label of the service, so that the container is recreated when the file changes.",
    "If compose files, `.env` or env files would change, check mode compares the new files with the old ones, service by service.",
    "A service has as many containers as `scale` or `deploy.replicas` says. Containers of a profile that is not active are left alone, as compose does.",
    'With `wait`, a container without a health check must have run for 3 seconds, and for 10 if docker has restarted it. A job may end with status 0: a service with `restart: "no"` or `on-failure`, or one whose completion another service waits for.',
    "A container that does not stay up is reported with how often docker has restarted it, the end of its log and, for each port that the log names, which process, container or unit listens on it.",
    "What compose warns about when it reads the files, such as a variable that is not set, is a warning of the task.",
  ],
  args: COMPOSE_ARGS,
  returns: {
    project: "The project's name.",
    containers: "The id of each service's container, by service name.",
  },
  examples: [
    { title: "Start all services", args: { project_src: "/opt/pipeline" } },
    {
      title: "Start two services, defined in two files",
      args: {
        project_src: "/opt/pipeline",
        files: ["docker-compose.yml", "extra.yml"],
        services: ["kafka", "kafdrop"],
      },
    },
    {
      title: "Remove the project but keep its data",
      args: { project_src: "/opt/pipeline", project_name: "pipeline", state: "absent" },
    },
  ],
  probe: probeCompose,
  decide: decideCompose,
  apply: applyCompose,
  settle: { check: checkContainers, every: 2, timeout: ({ wait_timeout }) => wait_timeout },
});
