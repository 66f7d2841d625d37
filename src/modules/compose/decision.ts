import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import type { Decision } from "../../module/contract.ts";
import type { ComposeState, Container } from "./parse.ts";

export const failed = (fault: NonNullable<Decision["fault"]>): Decision => ({ changes: [], result: {}, fault });

export const later = (): Decision => ({
  changes: [],
  result: {},
  unpredictable: "docker, which reads the compose files, is not installed yet",
});

/** An engine that is stopped may have left its containers running: only once it is started can it be asked for them. */
export const whenAsked = (): Decision => ({
  changes: [],
  result: {},
  unpredictable: "docker does not answer yet, and only it knows the containers",
});

/** The result has the ids of the services' containers; `Unknown` for those that will change. */
export function resultOf({
  project,
  services,
  state,
  changes,
}: {
  readonly project: string;
  readonly services: readonly string[];
  readonly state: ComposeState;
  readonly changes: readonly Change[];
}) {
  const changed = new Set(changes.map(({ resource }) => resource.name));
  const containers = services.flatMap((service): readonly (readonly [string, Value])[] => {
    if (changed.has(`${project}/${service}`)) return [[service, NEW_ID]];
    const own = state.containers.find((container) => container.service === service && !container.oneOff);
    return own ? [[service, own.id]] : [];
  });
  return { project, containers: Object.fromEntries(containers) };
}

const NEW_ID = new Unknown("the container may be recreated");

export function describe(container: Container | undefined): Value {
  return container ? { state: container.state, definition: container.hash } : null;
}
