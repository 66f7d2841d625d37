import { expect } from "chai";
import { announceWaits, waitsFor } from "../../../../src/run/task/waits/announce.ts";
import type { HostModule } from "../../../../src/run/task/steps.ts";
import type { Upload } from "../../../../src/shell/shell.ts";
import { registry } from "../../../../src/modules/registry.ts";

/** Does some work for which the clock ticks whenever it says so; returns what was reported and how often the clock was stopped. */
async function reported(
  work: (say: (message: string) => void, tick: () => void) => void,
  uploading: () => Upload | undefined = () => undefined,
) {
  const messages: string[] = [];
  let act: () => void = () => undefined;
  let stopped = 0;
  const clock = {
    every: (_seconds: number, again: () => void) => {
      act = again;
      return () => (stopped += 1);
    },
  };
  const progress = (message: string) => messages.push(message);
  const failure = await announceWaits("Druid", { clock, progress, uploading }, async (say) => {
    await Promise.resolve();
    work(say, () => act());
  }).catch((error: unknown) => error);
  return { messages, stopped, failure };
}

describe("run/task/announce", () => {
  it("reports what work waits for, again and again while it says nothing itself", async () => {
    const { messages } = await reported((_say, tick) => {
      tick();
      tick();
    });
    expect(messages).to.deep.equal(["waiting for Druid", "waiting for Druid"]);
  });

  it("says how much of an upload was sent, while it is sent", async () => {
    let upload: Upload | undefined = { sent: 1_250_000, size: 50_000_000 };
    const { messages } = await reported(
      (_say, tick) => {
        tick();
        upload = { sent: 50_000_000, size: 50_000_000 };
        tick();
        upload = undefined;
        tick();
      },
      () => upload,
    );
    expect(messages).to.deep.equal(["sent 1.3 of 50.0 MB", "sent 50.0 of 50.0 MB", "waiting for Druid"]);
  });

  it("passes on the work's own reports and adds none to them", async () => {
    const { messages } = await reported((say, tick) => {
      say("waiting for its leader");
      tick();
      tick();
    });
    expect(messages).to.deep.equal(["waiting for its leader", "waiting for Druid"]);
  });

  it("reports nothing for short work, and stops the clock, also after a failure", async () => {
    expect(await reported(() => undefined)).to.deep.equal({ messages: [], stopped: 1, failure: undefined });
    const failing = await reported(() => {
      throw new Error("broken");
    });
    expect(failing.stopped).to.equal(1);
    expect(failing.failure).to.be.an("error");
  });

  it("names the service that each kind of client asks, without a password, and else the host", async () => {
    const text = async (name: string, args: object) =>
      waitsFor((await registry.load(name)) as HostModule, { args } as never);
    const keys = { access_key: "AKIA", secret_key: "geheim" };
    const login = { user: "admin", password: "geheim" };
    expect(await text("uri", { url: "http://me:geheim@h:1/a?b=c" })).to.equal("http://h:1");
    expect(await text("kafka_info", { bootstrap: ["h:9092", "i:9092"] })).to.equal("Kafka at h:9092, i:9092");
    expect(await text("kafka_topic", { bootstrap: ["h:9092"] })).to.equal("Kafka at h:9092");
    for (const name of ["druid_query", "druid_rules", "druid_supervisor", "druid_tasks"]) {
      expect(await text(name, { url: "http://h:8808/", ...login }), name).to.equal("Druid at http://h:8808");
    }
    for (const name of ["grafana_check", "grafana_info", "grafana_panels"]) {
      expect(await text(name, { url: "http://h:3003", ...login }), name).to.equal("Grafana at http://h:3003");
    }
    for (const name of ["flink_info", "flink_job"]) {
      expect(await text(name, { url: "http://h:8081" }), name).to.equal("Flink at http://h:8081");
    }
    for (const name of ["s3_bucket", "s3_info"]) {
      expect(await text(name, { url: "http://h:7070", ...keys }), name).to.equal("the object store at http://h:7070");
    }
    expect(await text("command", { cmd: "sleep 9" })).to.equal("the host to finish");
  });
});
