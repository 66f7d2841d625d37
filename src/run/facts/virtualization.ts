import type { ValueMap } from "../../model/value.ts";
import { linesOf, valuesOf } from "./lines.ts";

/** What the firmware of virtual machines says, in the order in which it decides. */
const FIRMWARE: readonly (readonly [pattern: RegExp, type: string])[] = [
  [/vmware/i, "vmware"],
  [/virtualbox|innotek/i, "virtualbox"],
  [/parallels/i, "parallels"],
  [/openstack/i, "openstack"],
  [/^xen|hvm domu/i, "xen"],
  [/bhyve/i, "bhyve"],
  [
    /qemu|kvm|bochs|rhev|ovirt|nutanix|amazon ec2|google compute|digitalocean|droplet|hetzner|linode|vultr|scaleway/i,
    "kvm",
  ],
];

/** The facts of virtualization.sh. The innermost counts: a container in a virtual machine is a container. */
export function parseVirtualization(stdout: string): ValueMap {
  const value = valuesOf(stdout);
  const guest = containerOf(stdout) ?? machineOf(stdout);
  if (guest !== undefined) return { virtualization: { type: guest, role: "guest" } };
  const modules = linesOf(stdout).flatMap(([word, rest]) => (word === "module" ? [rest] : []));
  if (modules.includes("vboxdrv")) return { virtualization: { type: "virtualbox", role: "host" } };
  if (modules.length > 0 && value("flag") === undefined) return { virtualization: { type: "kvm", role: "host" } };
  return { virtualization: { type: null, role: null } };
}

function containerOf(stdout: string): string | undefined {
  const value = valuesOf(stdout);
  const named = value("systemd_container") ?? value("init_container");
  const groups = linesOf(stdout).flatMap(([word, rest]) => (word === "cgroup" ? [rest] : []));
  const inGroup = (pattern: RegExp) => groups.some((group) => pattern.test(group));
  if (value("container") !== undefined) return value("container");
  if (named !== undefined && named !== "") return named === "oci" ? "docker" : named;
  if (inGroup(/\/(?:docker|kubepods)[-/]/)) return "docker";
  if (inGroup(/libpod/)) return "podman";
  if (inGroup(/\/lxc[./]/)) return "lxc";
  return value("openvz") === undefined ? undefined : "openvz";
}

function machineOf(stdout: string): string | undefined {
  const value = valuesOf(stdout);
  const texts = ["product_name", "product_family", "sys_vendor", "bios_vendor"].map((name) => value(name) ?? "");
  const found = FIRMWARE.find(([pattern]) => texts.some((text) => pattern.test(text)));
  if (found) return found[1];
  if (value("sys_vendor") === "Microsoft Corporation" && value("product_name") === "Virtual Machine") return "hyperv";
  if (value("hypervisor") === "xen") return "xen";
  return value("flag") !== undefined || value("device_tree") !== undefined ? "kvm" : undefined;
}
