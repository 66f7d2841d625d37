import type { Kind } from "./drift.ts";
import { COMPOSE_KINDS } from "./kinds/compose-files.ts";
import { CONTAINER_KINDS } from "./kinds/containers.ts";
import { DATA_KINDS } from "./kinds/data.ts";
import { DRUID_KINDS } from "./kinds/druid.ts";
import { ENGINE_KINDS } from "./kinds/engine.ts";
import { FILE_KINDS } from "./kinds/files.ts";
import { FIREWALL_KINDS } from "./kinds/firewall.ts";
import { FLINK_KINDS } from "./kinds/flink.ts";
import { MOUNT_KINDS } from "./kinds/mounts.ts";
import { pairKind } from "./kinds/pairs.ts";
import { TOPIC_KINDS } from "./kinds/topics.ts";

const SINGLE: readonly Kind[] = [
  ...FILE_KINDS,
  ...COMPOSE_KINDS,
  ...MOUNT_KINDS,
  ...CONTAINER_KINDS,
  ...ENGINE_KINDS,
  ...FIREWALL_KINDS,
  ...TOPIC_KINDS,
  ...DRUID_KINDS,
  ...FLINK_KINDS,
  ...DATA_KINDS,
];

/** Every kind of drift. */
export const KINDS: readonly Kind[] = [
  ...SINGLE,
  pairKind(FILE_KINDS.concat(MOUNT_KINDS, CONTAINER_KINDS, COMPOSE_KINDS) as [Kind, ...Kind[]]),
];
