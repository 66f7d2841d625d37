import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { labServer, type LabServer } from "../../lab/api.ts";
import { inventory, project, provision, type Run } from "../ssh/harness.ts";

const FIXTURE = join(import.meta.dirname, "../../../test/fixtures/roles");
const VENDOR = "http://127.0.0.1:8900";
const RELEASE = "node_exporter-1.9.1.linux-amd64";
const PASSWORD = "secret for the 'shop'";

const DISTRIBUTIONS = [
  { name: "server5", distribution: "debian-trixie" },
  { name: "server6", distribution: "debian-bookworm" },
] as const;

/**
 * A stand-in for two vendors' servers, on the server itself: Debian's own exporter packed as its authors pack theirs, and a signed
 * repository in which Debian's own engine has the names that Docker gives its packages.
 */
const VENDORS = `set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends gnupg apt-utils busybox >/dev/null
mkdir -p /srv/vendor/work && cd /srv/vendor/work
apt-get download -qq prometheus-node-exporter docker.io
apt-get download -qq docker-cli || true
dpkg-deb -x prometheus-node-exporter_*.deb exporter
mkdir ${RELEASE} && cp exporter/usr/bin/prometheus-node-exporter ${RELEASE}/node_exporter
tar czf ../${RELEASE}.tar.gz ${RELEASE}
pack() {
  dpkg-deb -R "$1"_*.deb "$2"
  sed -i -E "s/^Package: .*/Package: $2/; s/docker-cli( \\([^)]*\\))?/docker-ce-cli/; /^(Replaces|Breaks|Conflicts|Provides|Recommends|Suggests):/d" \
    "$2/DEBIAN/control"
  mkdir -p "../dists/$codename/stable/binary-amd64" ../pool
  dpkg-deb -Znone -b "$2" "../pool/$2.deb" >/dev/null
}
codename=$(. /etc/os-release; echo "$VERSION_CODENAME")
pack docker.io docker-ce
if [ -e docker-cli_*.deb ]; then pack docker-cli docker-ce-cli; fi
cd ..
apt-ftparchive packages pool >"dists/$codename/stable/binary-amd64/Packages"
apt-ftparchive -o "APT::FTPArchive::Release::Suite=$codename" -o APT::FTPArchive::Release::Components=stable \
  -o APT::FTPArchive::Release::Architectures=amd64 release "dists/$codename" >Release
export GNUPGHOME=/srv/vendor/work/keys
install -d -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key vendor@example.org ed25519 sign never
gpg --batch --quiet --clearsign -o "dists/$codename/InRelease" Release
gpg --batch --quiet --armor --export >gpg
rm -rf work
systemd-run --quiet --unit=vendor busybox httpd -f -p 127.0.0.1:8900 -h /srv/vendor
sha256sum ${RELEASE}.tar.gz`;

/** The site's variables for a server whose downloads have this digest and whose engine is in these packages. */
function variables(checksum: string, packages: readonly string[]): Record<string, unknown> {
  return {
    time_service_adjust: false,
    time_service_allow: ["192.0.2.0/24"],
    metrics_exporter_url: `${VENDOR}/${RELEASE}.tar.gz`,
    metrics_exporter_checksum: `sha256:${checksum}`,
    vendor_docker_repository: VENDOR,
    vendor_docker_key: `${VENDOR}/gpg`,
    vendor_docker_packages: packages,
    vendor_docker_users: ["plain"],
    web_server_hosts: [
      { name: "shop.example.org", text: "The shop", headers: { "X-Frame-Options": "DENY" } },
      { name: "wiki.example.org", port: 8080 },
      { name: "old.example.org", state: "absent" },
    ],
    database_databases: [{ name: "shop", owner: "shop" }],
    database_users: [{ name: "shop", password: PASSWORD }],
  };
}

/** Host, task and item of each result with one of these statuses, in order. */
function tasksWith(run: Run, statuses: readonly string[]): string[] {
  return run.events.flatMap((event) =>
    event.event === "task_result" && statuses.includes(event.status)
      ? [`${event.role ?? ""}: ${event.task}${event.item === undefined ? "" : ` (${JSON.stringify(event.item)})`}`]
      : [],
  );
}

for (const { name, distribution } of DISTRIBUTIONS) {
  describe(`soak/roles: five common roles on ${distribution}`, () => {
    let server: LabServer;
    let folder: string;
    let check: Run;

    before(async () => {
      server = await labServer({ name, images: false, distribution });
      await server.awaitBoot();
      const prepared = await server.exec(VENDORS);
      expect(prepared.code, prepared.stdout + prepared.stderr).to.equal(0);
      const checksum = /^[0-9a-f]{64}/m.exec(prepared.stdout)?.[0] ?? "";
      const packages = distribution === "debian-trixie" ? ["docker-ce", "docker-ce-cli"] : ["docker-ce"];
      const login = {
        ...{ address: server.address, user: "admin", become: true },
        ...{ private_key_file: server.privateKeyFile, known_hosts_file: server.knownHostsFile },
      };
      const vars = { ...login, ...variables(checksum, packages) };
      folder = project({ "inventory.yaml": inventory({ [name]: { vars } }) });
      cpSync(FIXTURE, folder, { recursive: true });
    });

    after(() => server.drop());

    it("can be planned on a bare server", async () => {
      check = await provision(folder, ["--check"]);
      expect(check.exit, check.stdout).to.equal(0);
      expect(tasksWith(check, ["failed"])).to.deep.equal([]);
    });

    it("change what was predicted, and beyond that only what was said to be unknown", async () => {
      const run = await provision(folder);
      expect(run.exit, run.stdout).to.equal(0);
      const unknown = new Set(tasksWith(check, ["unknown"]));
      const known = (task: string) => !unknown.has(task);
      const changed = tasksWith(run, ["changed"]);
      expect(changed.filter(known)).to.deep.equal(tasksWith(check, ["changed"]).filter(known));
      expect(run.stdout).not.to.include(PASSWORD);
    });

    it("change nothing in a second run", async () => {
      const again = await provision(folder);
      expect(again.exit, again.stdout).to.equal(0);
      expect(tasksWith(again, ["changed"])).to.deep.equal([]);
    });
  });
}
