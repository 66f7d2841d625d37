import { onServer, type Kind } from "../drift.ts";
import { lookAtContainer } from "./looks.ts";
import { PROJECT, SERVICES, type Service } from "./targets.ts";

interface ContainerDrift {
  readonly name: string;
  readonly apply: (service: Service) => string;
  readonly harmless?: boolean;
}

const OVERRIDE = "/root/drift-override.yml";

/** Makes a container anew by compose, from the site's files and one more. */
const anew = ({ name, main }: Service, setting: string): string =>
  `printf 'services: { ${name}: { %s } }\\n' ${setting} >${OVERRIDE}
cd ${PROJECT} && docker compose -f ${main} -f ${OVERRIDE} up -d ${name}`;

const DRIFTS: readonly ContainerDrift[] = [
  { name: "container-stopped", apply: ({ container }) => `docker stop -t 20 ${container}` },
  { name: "container-killed", apply: ({ container }) => `docker kill ${container}` },
  { name: "container-removed", apply: ({ container }) => `docker rm -f ${container}` },
  { name: "container-paused", apply: ({ container }) => `docker pause ${container}` },
  { name: "container-restarted", apply: ({ container }) => `docker restart -t 20 ${container}`, harmless: true },
  { name: "container-restart-policy", apply: ({ container }) => `docker update --restart=no ${container}` },
  {
    name: "container-memory",
    apply: ({ container }) => `docker update --memory 1900m --memory-swap 3800m ${container}`,
  },
  { name: "container-pids", apply: ({ container }) => `docker update --pids-limit 3000 ${container}` },
  { name: "container-other-environment", apply: (service) => anew(service, "'environment: { DRIFT: 1 }'") },
  { name: "container-other-capability", apply: (service) => anew(service, "'cap_add: [CHOWN]'") },
  {
    name: "container-other-image",
    apply: (service) =>
      `docker tag "$(docker inspect -f '{{.Config.Image}}' ${service.container})" drift:${service.name}\n${anew(service, `'image: "drift:${service.name}"'`)}`,
  },
];

export const CONTAINER_KINDS: readonly Kind[] = DRIFTS.map(({ name, apply, harmless = false }) => ({
  name,
  harmless,
  draw(random) {
    const service = random.pick(SERVICES);
    const { host, container } = service;
    return onServer({
      ...{ host, part: service.name, what: `${name}: ${container}` },
      apply: apply(service),
      look: lookAtContainer(service),
      clear: `rm -f ${OVERRIDE}; docker image rm drift:${service.name} 2>/dev/null || true`,
    });
  },
}));
