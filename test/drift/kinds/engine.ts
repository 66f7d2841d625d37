import { onServer, type Kind } from "../drift.ts";
import type { Random } from "../../fuzz/random.ts";
import { lookAtFile } from "./looks.ts";

const UNIT_FOLDER = "/etc/systemd/system/docker.service.d";
const anyServer = (random: Random) => random.pick(["server1", "server2"]);
const LOOK_AT_ENGINE =
  "systemctl is-active docker; systemctl is-enabled docker; docker info -f '{{json .RegistryConfig.Mirrors}}' 2>&1; true";

interface EngineDrift {
  readonly name: string;
  readonly what: string;
  readonly apply: string;
  readonly look: string;
}

const DRIFTS: readonly EngineDrift[] = [
  {
    name: "engine-configuration",
    what: "registry-mirrors removed from daemon.json",
    apply: `sed -i -e 's/"live-restore": true,/"live-restore": true/' -e '/registry-mirrors/d' /etc/docker/daemon.json`,
    look: `${lookAtFile("/etc/docker/daemon.json")}; ${LOOK_AT_ENGINE}`,
  },
  {
    name: "engine-proxy",
    what: "a proxy set for the engine by hand",
    apply: `mkdir -p ${UNIT_FOLDER} && printf '[Service]\\nEnvironment=HTTP_PROXY=http://192.0.2.1:3128\\n' >${UNIT_FOLDER}/provision-proxy.conf && systemctl daemon-reload`,
    look: `${lookAtFile(`${UNIT_FOLDER}/provision-proxy.conf`)}; systemctl show docker -p Environment`,
  },
  {
    name: "apt-proxy",
    what: "a proxy set for apt by hand",
    apply: "echo 'Acquire::http::Proxy \"http://192.0.2.1:3128\";' >/etc/apt/apt.conf.d/80provision-proxy",
    look: lookAtFile("/etc/apt/apt.conf.d/80provision-proxy"),
  },
  {
    name: "engine-stopped",
    what: "the engine stopped",
    apply: "systemctl stop docker.socket docker",
    look: LOOK_AT_ENGINE,
  },
  { name: "engine-disabled", what: "the engine disabled", apply: "systemctl disable docker", look: LOOK_AT_ENGINE },
];

export const ENGINE_KINDS: readonly Kind[] = DRIFTS.map(({ name, what, apply, look }) => ({
  name,
  apart: true,
  draw: (random) => {
    const host = anyServer(random);
    const drift = onServer({ host, part: "engine", what, apply, look });
    // Without its engine, no other drift of the server can be made or looked at.
    return name === "engine-stopped" ? { ...drift, areas: [host] } : drift;
  },
}));
