import { expect } from "chai";
import type { Event } from "../../src/events/event.ts";
import { junitReporter } from "../../src/report/documents/junit.ts";
import { CHANGED, FAULT, RESULT } from "../events/samples.ts";
import { sink } from "./sink.ts";

const RECAP: Event = { event: "recap", hosts: {}, duration_ms: 1500, exit: 0 };

async function junit(check: boolean, ...events: readonly Event[]): Promise<string> {
  const output = sink();
  const reporter = junitReporter(output);
  const start: Event = { event: "run_start", check, playbooks: ["site.yaml"] };
  for (const event of [start, ...events, RECAP]) reporter.on(event);
  await reporter.end();
  return output.text();
}

describe("report/junit", () => {
  it("has a suite for each host and a case for each result, with the seconds of each", async () => {
    const xml = await junit(false, { ...RESULT, duration_ms: 1250 }, { ...CHANGED, host: "server2", item: "b" });
    expect(xml).to.match(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="provision site.yaml" tests="2"/);
    expect(xml).to.include('failures="0" errors="0" skipped="0" time="1.500"');
    expect(xml).to.match(
      /<testsuite name="server1" tests="1"[^>]*><testcase classname="web" name="[^"]+" time="1.250"\/>/,
    );
    expect(xml).to.match(/<testsuite name="server2"[^>]*><testcase classname="web" name="Put the page \(b\)"/);
  });

  it("takes what a check would change for a failure, but not what a run has changed", async () => {
    expect(await junit(false, CHANGED)).to.not.include("<failure");
    const xml = await junit(true, CHANGED);
    expect(xml).to.match(/<failure type="drift" message="would change: [^"]+">path \/srv\/page: /);
    expect(xml).to.include('failures="1"');
  });

  it("tells failures, lost hosts, errors of the project and what was not checked apart", async () => {
    const failed: Event = { ...RESULT, status: "failed", fault: FAULT };
    const unknown: Event = { ...RESULT, status: "unknown", reason: "the command was not run" };
    const events: Event[] = [
      ...[
        failed,
        { ...failed, ignored: true } as const,
        unknown,
        { ...RESULT, status: "skipped", reason: "no" } as const,
      ],
      { event: "host_unreachable", host: "server2", fault: FAULT },
      { event: "error", fault: FAULT },
    ];
    const xml = await junit(true, ...events);
    expect(xml).to.include('tests="6" failures="1" errors="2" skipped="3"');
    expect(xml).to.include(`<failure type="${FAULT.code}"`).and.include(FAULT.hint);
    expect(xml).to.include('type="ignored"').and.include('type="unknown" message="unknown: the command was not run"');
    expect(xml)
      .to.match(/<testsuite name="server2" [^>]*errors="1"/)
      .and.match(/<testsuite name="project" [^>]*errors="1"/);
  });

  it("is well formed whatever a host or a project says", async () => {
    const hostile = `a"<b>&'\u0000\u001b[31m]]>\ud800\uffff`;
    const xml = await junit(true, {
      ...RESULT,
      task: hostile,
      status: "failed",
      fault: { ...FAULT, message: hostile },
    });
    expect(xml).to.include("a&quot;&lt;b&gt;&amp;'\\x00\\x1b[31m]]&gt;\ufffd\ufffd");
    const outside = xml.replace(/<\/?[a-z]+( [a-z]+="[^"<&]*(&[a-z]+;[^"<&]*)*")*\/?>|<\?xml[^>]*\?>/g, "");
    expect(outside).to.not.match(/[<>]/);
  });

  it("is written for an empty run, too", async () => {
    expect(await junit(false)).to.include('<testsuites name="provision site.yaml" tests="0"');
  });
});
