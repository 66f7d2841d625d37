import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { tryRole } from "./site-role.ts";

const ROLES = join(import.meta.dirname, "..", "..", "..", "roles");
const LOG_LEVEL = { logLevel: "silent" } as const;

interface Task {
  readonly name: string;
  readonly kafka_info?: Readonly<Record<string, unknown>>;
}

function verificationOf(role: string): readonly Task[] {
  try {
    // The roles' own format.
    return parse(readFileSync(join(ROLES, role, "verify/main.yaml"), "utf8"), LOG_LEVEL) as Task[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

describe("roles: waits of verifications", () => {
  it("follow the timeouts with which Kafka runs", async () => {
    const { messages, changes } = await tryRole({
      role: "kafka",
      vars: { kafka_session_timeout: 20, kafka_replica_lag_time: 60 },
      tasks: [
        { name: "Wait", debug: { msg: "{{ kafka_settle_wait }}" } },
        { name: "Configure", template: { src: "server.properties", dest: "{{ out }}/server.properties" } },
      ],
    });
    expect([...messages.values()]).to.include(100);
    const [{ after } = { after: undefined }] = changes;
    expect(JSON.stringify(after)).to.contain("broker.session.timeout.ms=20000");
    expect(JSON.stringify(after)).to.contain("replica.lag.time.max.ms=60000");
  });

  for (const role of readdirSync(ROLES)) {
    const waiting = verificationOf(role).filter(({ kafka_info }) => kafka_info && "wait" in kafka_info);
    if (waiting.length > 0)
      it(`let ${role} wait for Kafka as long as these timeouts take`, () => {
        expect(waiting.map(({ kafka_info }) => kafka_info?.["wait"])).to.deep.equal(
          waiting.map(() => "{{ kafka_settle_wait }}"),
        );
      });
  }
});
