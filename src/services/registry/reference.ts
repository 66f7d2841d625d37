/** The name of an image, in its parts. */
export interface Reference {
  /** As written. */
  readonly image: string;
  /** HOST or HOST:PORT; `docker.io` for a name without one. */
  readonly registry: string;
  /** The image's path in the registry. */
  readonly repository: string;
  readonly tag: string;
}

const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** Parses the name of an image without a digest, by Docker's rules; undefined if it is none. */
export function parseReference(image: string): Reference | undefined {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  const hasHost = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  const [, name = "", tag = "latest"] = /^(.*?)(?::([^:/]*))?$/.exec(hasHost ? image.slice(slash + 1) : image) ?? [];
  const registry = hasHost ? hubName(first) : HUB;
  const repository = registry === HUB && !name.includes("/") ? `library/${name}` : name;
  if (!PATH.test(name) || !TAG.test(tag) || !HOST.test(registry)) return undefined;
  return { image, registry, repository, tag };
}

/** The registry of images without a host in their name. */
export const HUB = "docker.io";

/** Docker Hub has several names. */
export function hubName(host: string): string {
  return ["docker.io", "index.docker.io", "registry-1.docker.io"].includes(host) ? HUB : host;
}
