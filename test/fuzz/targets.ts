import type { Target } from "./target.ts";
import { frames } from "./targets/frames.ts";
import { http } from "./targets/http.ts";
import { kafka } from "./targets/kafka.ts";
import { knownHosts } from "./targets/known-hosts.ts";
import { modules } from "./targets/modules.ts";
import { inventory, playbook } from "./targets/projects.ts";
import { services } from "./targets/services.ts";
import { state } from "./targets/state.ts";
import { texts } from "./targets/texts.ts";

/** All code that is tried with random input. */
export const TARGETS: readonly Target[] = [
  ...[frames, state, knownHosts, modules, services, kafka, http],
  ...[inventory, playbook, ...texts],
];
