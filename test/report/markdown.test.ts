import { expect } from "chai";
import type { Event, TaskResult } from "../../src/events/event.ts";
import { Unknown } from "../../src/model/unknown.ts";
import { markdownReporter } from "../../src/report/documents/markdown.ts";
import { CHANGED, FAULT, RESULT, SAMPLES } from "../events/samples.ts";
import { createTally } from "../../src/run/tally.ts";
import { sink } from "./sink.ts";

const CHECK: Event = { event: "run_start", check: true, playbooks: ["site.yaml"] };
const RECAP: Event = {
  event: "recap",
  hosts: { server1: { ...createTally().countsOf("server1"), changed: 1 } },
  duration_ms: 1,
  exit: 4,
};
const [CHANGE] = CHANGED.changes;

async function report(...events: readonly Event[]): Promise<string> {
  const output = sink();
  const reporter = markdownReporter(output, { exitMeaning: () => "It differs." });
  for (const event of [...events, RECAP]) reporter.on(event);
  await reporter.end();
  return output.text();
}

describe("report/markdown", () => {
  it("lists each difference of each host with its lines before and after", async () => {
    const text = await report(CHECK, CHANGED, { ...CHANGED, host: "server2", item: "b" });
    expect(text).to.match(/^# Check of site.yaml\n\nExit 4: It differs\.\n\n\| host \| ok \| would change \|/);
    expect(text).to.match(
      /## Would change\n\n### server1\n\n- \*\*web : Put the page\*\* \(roles\/web\/tasks\/main.yaml:12:3\)\n/,
    );
    expect(text).to.include("### server2\n\n- **web : Put the page** (b)");
    expect(text).to.match(/ {4}```diff\n {4}--- path \/srv\/page \(before\)\n[^]*\n {4}-old\n {4}\+new\n {4}```\n/);
  });

  it("separates handlers, what is unknown, and verifications that could not look yet", async () => {
    const unknown: TaskResult = { ...RESULT, status: "unknown", reason: "the command was not run" };
    const text = await report(
      CHECK,
      { ...CHANGED, stage: "handler", task: "Reload" },
      { ...RESULT, stage: "handler", task: "Look" },
      unknown,
      { ...unknown, stage: "verify", task: "Ask", reason: "http://a is not deployed yet" },
    );
    expect(text).to.match(
      /## Handlers that would run\n\n### server1\n\n- \*\*web : Reload\*\*[^]*- \*\*web : Look\*\*/,
    );
    expect(text).to.match(/## Unknown\n\n### server1\n\n- \*\*web : Put the page\*\* .*: the command was not run\n/);
    expect(text).to.match(/## Not checked[^]*- \*\*web : Ask\*\* .*: http:\/\/a is not deployed yet\n$/);
    expect(text).to.not.include("## Would change");
  });

  it("lists failures, lost hosts, errors of the project and warnings", async () => {
    const text = await report(CHECK, { ...RESULT, status: "failed", fault: FAULT, ignored: true }, ...SAMPLES);
    expect(text).to.match(
      /- \*\*web : Put the page\*\* on server1, ignored \(.*\): The command ended with exit status 1\. Check/,
    );
    expect(text).to.match(/- \*\*server2\*\*: The command ended/);
    expect(text).to.match(/```text\n {2}> 12 \| x\n/);
    expect(text).to.match(/## Warnings\n\n- server1: Odd\. \(/);
  });

  it("leaves out what is as it should be", async () => {
    expect(await report(CHECK, RESULT, { ...RESULT, status: "skipped", reason: "not: x" })).to.not.include("##");
  });

  it("lets no text act as markup or end a block", async () => {
    const task = "a|b <b>*x* `y`\n# z";
    const change = { ...CHANGE, before: "x\n", after: "````\n# heading\n", summary: "<script>" };
    const text = await report(CHECK, { ...CHANGED, role: null, task, changes: [change] });
    expect(text).to.include("**a\\|b \\<b\\>\\*x\\* \\`y\\`\\\\n\\# z**");
    expect(text).to.include(": \\<script\\>\n");
    expect(text).to.match(/ {4}`````diff\n[^]*\n {4}\+````\n[^]*\n {4}`````\n/);
  });

  it("shortens long differences and keeps unknown values by name", async () => {
    const long = { ...CHANGE, before: null, after: "x\n".repeat(500) };
    const later = { ...CHANGE, after: new Unknown("only the command knows it") };
    const text = await report(CHECK, { ...CHANGED, changes: [long, later] });
    expect(text)
      .to.match(/… \d+ more lines\n/)
      .and.to.include("(unknown: only the command knows it)");
    expect(text.split("\n").length).to.be.lessThan(250);
  });
});
