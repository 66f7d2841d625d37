import { type Catalogue, entry, faultsOf } from "../../define.ts";

/** An image, and the base URL of the registry that was asked for it. */
interface Asked {
  readonly image: string;
  readonly registry: string;
}

/** What can go wrong when a registry of images is asked. */
export const registryErrors = {
  "services/registry-name": entry<{ image: string }>(
    ({ image }) => `${JSON.stringify(image)} is not the name of an image.`,
    () =>
      "Write NAME:TAG, with the registry's host before it if it is not Docker Hub: registry.example.org/kafka:4.4.0.",
  ),
  "services/registry-unreachable": entry<Asked & { reason: string; forbidden: boolean }>(
    ({ image, registry, reason }) => `The registry ${registry} gave no answer about ${image}: ${reason}.`,
    ({ registry, forbidden }) =>
      forbidden
        ? "Allow the connection in the server's sshd_config: AllowTcpForwarding yes (or local), and PermitOpen."
        : `Try \`curl -i ${registry}/v2/\` on the server. Set \`registry_mirrors\` and the proxies of the role docker.`,
  ),
  "services/registry-missing": entry<Asked>(
    ({ image, registry }) => `The registry ${registry} does not have the image ${image}.`,
    () => "Correct the name or the tag in the variable. A private image may also need a login.",
  ),
  "services/registry-login": entry<Asked & { withLogin: boolean }>(
    ({ image, registry, withLogin }) =>
      withLogin
        ? `The registry ${registry} rejects the login for the image ${image}.`
        : `The registry ${registry} requires a login for the image ${image}, or does not have it.`,
    ({ registry, withLogin }) =>
      withLogin
        ? "Correct the user or the password in `docker_registry_logins`, or let the registry's owner grant access."
        : `Correct the image's name, or add the registry to \`docker_registry_logins\`: ${new URL(registry).host}.`,
  ),
  "services/registry-limit": entry<Asked & { after: string | undefined }>(
    ({ image, registry }) => `The registry ${registry} answers no more requests for now, so ${image} has no digest.`,
    ({ after }) =>
      `Try again ${after === undefined ? "later" : `in ${after} s`}. A login in \`docker_registry_logins\` raises the limit.`,
  ),
  "services/registry-answer": entry<Asked & { problem: string }>(
    ({ image, registry, problem }) => `The registry ${registry} gave no digest for ${image}: ${problem}.`,
    () => "Check that the address is a registry's (Docker Registry HTTP API v2), and not that of a proxy's login page.",
  ),
} as const satisfies Catalogue;

export const registryFault = faultsOf(registryErrors);
