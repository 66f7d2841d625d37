import {
  checkHostKey,
  fingerprint,
  keyTypeOf,
  knownKeyTypes,
  parseKnownHosts,
} from "../../../src/connection/known-hosts.ts";
import { damaged } from "../random.ts";
import { require, type Target } from "../target.ts";

const KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIGpFz8dHZFzVvQjS0T0G0mT2XbqUuF4n2tJ9p8Qe5F0a";
const FILE = `# a comment
one.example.org,192.0.2.1 ssh-ed25519 ${KEY}
[two.example.org]:2222 ssh-ed25519 ${KEY}
*.example.com,!bad.example.com ssh-ed25519 ${KEY}
@revoked three ssh-ed25519 ${KEY}
@cert-authority * ssh-ed25519 ${KEY}
|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-ed25519 ${KEY}
`;

/** A known_hosts file, and the key that a server offers. */
export const knownHosts: Target = {
  name: "known_hosts",
  run(random) {
    const known = parseKnownHosts(damaged(FILE, random));
    const server = { address: damaged("one.example.org", random), port: random.pick([22, 2222, 0, 65_536]) };
    const blob = Buffer.from(random.once(2) ? KEY : damaged(KEY, random), "base64");
    const verdict = checkHostKey(known, server, blob);
    require(["known", "unknown", "revoked", "changed"].includes(verdict.is), `the verdict is ${verdict.is}`);
    require(verdict.is !== "known" ||
      known.some(({ key }) => key === blob.toString("base64")), "a key that is not there is known");
    knownKeyTypes(known, server);
    require(fingerprint(blob).startsWith("SHA256:"), "it is no fingerprint");
    keyTypeOf(blob);
    return Promise.resolve();
  },
};
