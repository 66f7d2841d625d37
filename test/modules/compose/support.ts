import type { Change } from "../../../src/model/change.ts";
import { compose } from "../../../src/modules/compose/compose.ts";
import { answered, NOTHING_PREDICTED, withDefaults } from "../lib/target.ts";

/** The project's file. */
export const YAML = `name: p
services:
  kafka: {image: "kafka:1", environment: {HEAP: "\${HEAP}"}}
  flink: {image: "flink:1", env_file: flink.env, depends_on: {zookeeper: {condition: service_healthy}}}
  zookeeper: {image: "zookeeper:1"}
`;
/** Its .env. */
export const ENV = "HEAP=1g\n# a comment\nOTHER=x\n";

/** A container of the probe's answer; by default it runs and matches its definition. */
export interface Found {
  readonly service: string;
  readonly hash?: string;
  readonly state?: string;
  readonly status?: string;
  readonly image?: string;
  readonly oneOff?: string;
}

const line = ({
  service,
  hash = `h-${service}`,
  state = "running",
  status = "Up 1 minute",
  image = "x:1",
  oneOff = "False",
}: Found) => `container ${service}|${hash}|${oneOff}|id-${service}|${state}|${image}|${status}`;

interface Rest {
  readonly head?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const FILES = { "docker-compose.yml": YAML, ".env": ENV };

/** The probe's answer. `head` are lines in front of the containers, instead of the digests. */
export function answer(found: readonly Found[], { head = "", files = FILES }: Rest = {}) {
  const texts = Buffer.from(
    Object.entries(files)
      .map(([name, text]) => `${name}\0${text}\0`)
      .join(""),
  ).toString("base64");
  const hashes = ["kafka", "flink", "zookeeper"].map((name) => `hash ${name} h-${name}\n`).join("");
  return answered(`${head || hashes}name p\n${found.map((item) => `${line(item)}\n`).join("")}\n${texts}\n`);
}

/** The digest of each service's definition. */
export const HASHES = ["kafka", "flink", "zookeeper"].map((name) => `hash ${name} h-${name}\n`).join("");

/** All services run. */
export const ALL: readonly Found[] = [{ service: "kafka" }, { service: "flink" }, { service: "zookeeper" }];
/** The same but for some. */
export const withChanged = (...changed: readonly Found[]) => [
  ...ALL.filter(({ service }) => !changed.some((item) => item.service === service)),
  ...changed,
];

/** What the module decides; `script` is what it would then run. */
export function decide(
  args: Record<string, unknown>,
  output: ReturnType<typeof answered>,
  predicted = NOTHING_PREDICTED,
  before?: ReturnType<typeof answered>,
) {
  const full = withDefaults(compose, { project_src: "/opt/p", ...args });
  const state = compose.probe(full).parse(output);
  if (!state.ok) throw new Error(state.faults[0].message);
  const former = before && compose.probe(full).parse(before);
  const decision = compose.decide(full, state.value, predicted);
  const [first, ...rest] = decision.changes;
  const script = first ? compose.apply(full, [first, ...rest], state.value).script.text : "";
  return {
    ...decision,
    script,
    check: compose.settle?.check(full, state.value, former?.ok ? { seconds: 1, before: former.value } : undefined),
    summaries: decision.changes.map(({ summary }) => summary),
  };
}

/** A predicted change of a file of the project. */
export const file = (name: string, text: string | null): Pick<Change, "resource" | "after"> => ({
  resource: { kind: "path", name: `/opt/p/${name}` },
  after: text === null ? null : { type: "file", text },
});
