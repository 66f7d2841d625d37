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
    "A service is changed only if its container is missing, is not running, was created from another definition, is set up differently from its definition, if the name of its image now refers to another image, or if a file that it reads has changed. Services named in the task bring their dependencies along, as compose does.",
    "A service is restarted if something that is mounted read-only into its container changed after the container was started: a file, or a file in a mounted folder of the project or below /etc. The time of change (ctime) is compared, in whole seconds. Not looked at: other folders, files below /dev, /proc, /run, /sys and /var, what is mounted writable, the targets of links in folders, and all but the 2000 files changed last. To recreate the container instead when a file changes, put the file's digest into a label of the service.",
    "A container is recreated if it was changed by hand, for example by `docker update`. Compared are the restart policy, limits (memory, swap, processes, CPUs, block I/O weight), capabilities, `security_opt`, `privileged`, `read_only` and `tmpfs`; if the definition sets them, also `user`, `init`, `shm_size`, `network_mode` (host, none, bridge), `logging` and `ulimits`; and bind mounts that the definition does not have. Not compared are networks that were connected or disconnected, a container's name, the text of a seccomp profile, and what cannot be changed without creating a container: ports, devices, sysctls, DNS, hosts. A limit that no container of the project has is not compared, because the engine may be unable to set it.",
    "If compose files, `.env` or env files would change, check mode compares the new files with the old ones, service by service. It says that the task is unknown if a container was created from neither: only compose can tell whether it matches the new definition, as it does after an edit that the run undoes.",
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
  settle: { check: checkContainers, every: 1, timeout: ({ wait_timeout }) => wait_timeout },
});
