import type { MountedFile, Service } from "./targets.ts";

/** A file's type, mode, owner and content, or the target of a link. */
export const lookAtFile = (path: string): string =>
  `stat -c '%F %a %u:%g' ${path} 2>&1; [ -f ${path} ] && sha256sum <${path}; readlink ${path}; true`;

/** What a container runs with. Its environment has secrets, so only a digest of it is shown. */
export const lookAtContainer = ({ container }: Pick<Service, "container">): string =>
  `docker inspect -f '{{.State.Status}} {{.Config.Image}} {{.HostConfig.RestartPolicy.Name}} {{.HostConfig.Memory}} {{.HostConfig.PidsLimit}} {{.HostConfig.CapAdd}}' ${container} 2>&1
docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' ${container} 2>/dev/null | sort | sha256sum`;

/** Everything below a folder, and whether the container was started after the last change of it. */
export const lookAtMount = ({ path, service: { container } }: MountedFile): string =>
  `find ${path} -printf '%P %y %m %U:%G\\n' 2>&1 | sort; find ${path} -type f -exec sha256sum {} + 2>/dev/null | sort
started=$(date +%s -d "$(docker inspect -f '{{.State.StartedAt}}' ${container})")
newest=$(find ${path} -type f -printf '%C@\\n' 2>/dev/null | sort -n | tail -1)
[ "\${newest%%.*}" -le "$started" ] && echo 'The container has read it.'
${lookAtContainer({ container })}`;
