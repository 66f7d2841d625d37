import { onServer, type Kind } from "../drift.ts";
import type { Random } from "../../fuzz/random.ts";

const NAME = "sensor-pipeline-firewall";
const TABLE = "inet sensor_pipeline_firewall";
const UNIT = `/etc/systemd/system/${NAME}.service`;

const LOOK = `nft --stateless list table ${TABLE} 2>&1; systemctl is-enabled ${NAME} 2>&1; systemctl is-active ${NAME} 2>&1
find /etc/${NAME} ${UNIT} -type f -printf '%p %m %u\\n' -exec sha256sum {} + 2>&1 | sort; true`;

const DRIFTS: readonly (readonly [name: string, apply: string])[] = [
  ["firewall-table-deleted", `nft delete table ${TABLE}`],
  ["firewall-table-flushed", `nft flush table ${TABLE}`],
  ["firewall-rule-added", `nft insert rule ${TABLE} strangers accept`],
  ["firewall-address-added", `nft add element ${TABLE} allowed '{ 198.51.100.7 }'`],
  ["firewall-port-removed", `nft delete element ${TABLE} ports '{ 9092 }'`],
  ["firewall-rules-edited", `sed -i 's/drop$/accept/' /etc/${NAME}/rules.nft`],
  ["firewall-rules-edited-and-loaded", `sed -i 's/drop$/accept/' /etc/${NAME}/rules.nft && systemctl reload ${NAME}`],
  ["firewall-unit-stopped", `systemctl stop ${NAME}`],
  ["firewall-unit-disabled", `systemctl disable ${NAME}`],
  ["firewall-unit-deleted", `systemctl disable --now ${NAME} && rm -f ${UNIT} && systemctl daemon-reload`],
  ["firewall-folder-removed", `rm -r /etc/${NAME}`],
];

export const FIREWALL_KINDS: readonly Kind[] = DRIFTS.map(([name, apply]) => ({
  name,
  draw: (random) => onServer({ host: anyServer(random), part: "firewall", what: name, apply, look: LOOK }),
}));

function anyServer(random: Random): string {
  return random.pick(["server1", "server2"]);
}
