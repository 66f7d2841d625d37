import { docker, dockerList, tryDocker } from "../engine/docker.ts";
import { gatewayOf, LABEL, NETWORK, SHARED_VOLUME, subnetOf, type Settings } from "../settings.ts";

/** Creates the hosts' network and the volume that they share. */
export async function ensureNetwork(settings: Settings): Promise<void> {
  if (!(await hasNetwork())) {
    const range = ["--subnet", subnetOf(settings), "--gateway", gatewayOf(settings)];
    await docker(["network", "create", "--label", LABEL, ...range, NETWORK]);
  }
  await docker(["volume", "create", "--label", LABEL, SHARED_VOLUME]);
}

async function hasNetwork(): Promise<boolean> {
  return (await tryDocker(["network", "inspect", NETWORK])).code === 0;
}

export async function removeNetwork(): Promise<void> {
  const networks = await dockerList(["network", "ls", "-q", "--filter", `label=${LABEL}`]);
  if (networks.length > 0) await docker(["network", "rm", ...networks]);
  const volumes = await dockerList(["volume", "ls", "-q", "--filter", `label=${LABEL}`]);
  if (volumes.length > 0) await docker(["volume", "rm", "-f", ...volumes]);
}
