import { expect } from "chai";
import { AD_HOC, type Event, type TaskResult } from "../../src/events/event.ts";
import { Unknown } from "../../src/model/unknown.ts";
import { humanReporter } from "../../src/report/human.ts";
import type { HumanOptions } from "../../src/report/human.ts";
import { textWidth } from "../../src/report/width.ts";
import { ADDRESS, CHANGED, FAULT, ORIGIN, RESULT, SAMPLES } from "../events/samples.ts";
import { sink } from "./sink.ts";

const OPTIONS: HumanOptions = {
  colours: false,
  rewrites: false,
  diff: false,
  verbosity: 0,
  quiet: false,
  now: () => 0,
  frame: () => "",
  exitMeaning: (exit) => `meaning of ${String(exit)}.`,
};
const FAILED: TaskResult = { ...RESULT, status: "failed", fault: FAULT };
const CHECK: Event = { event: "run_start", check: true, playbooks: ["site.yaml"] };

async function report(events: readonly Event[], options: Partial<HumanOptions> = {}): Promise<string> {
  const output = sink({ isTTY: options.rewrites ?? false });
  const reporter = humanReporter(output, { ...OPTIONS, ...options });
  for (const event of events) reporter.on(event);
  await reporter.end();
  return output.text();
}

describe("report/human: results", () => {
  it("shows what a command from the command line prints, and no result of other tasks", async () => {
    const start: Event = { event: "run_start", check: false, playbooks: [AD_HOC] };
    const printed: TaskResult = { ...RESULT, module: "shell", result: { rc: 0, stdout: "one\ntwo", stderr: "three" } };
    expect(await report([start, printed])).to.match(/\n +one\n +two\n +three\n$/);
    expect(await report([printed])).to.not.include("one");
    expect(await report([start, { ...printed, module: "stat" }])).to.not.include("one");
  });

  it("names the host of a warning once", async () => {
    const warning: Event = { event: "warning", code: "a/b", host: "h1", message: "h1: it waits.", hint: "" };
    expect(await report([warning])).to.equal("  warning on h1: it waits.\n");
  });

  it("shows each result on one line with status, host, role and task", async () => {
    expect(await report([RESULT])).to.match(/^ {2}ok +server1 {2}web : Put the page\n$/);
  });

  it("summarizes the first change and counts the others", async () => {
    const text = await report([{ ...CHANGED, changes: [...CHANGED.changes, ...CHANGED.changes] }]);
    expect(text).to.match(/changed +server1 .*the content differs \(and 1 more\)/);
  });

  it("shows in check mode what would change", async () => {
    const text = await report([CHECK, CHANGED]);
    expect(text).to.include("would change  server1");
    expect(text).to.include("nothing is changed");
  });

  it("shows why a result is unknown or skipped", async () => {
    expect(await report([{ ...RESULT, status: "unknown", reason: "the command was not run" }])).to.match(
      /unknown .*the command was not run/,
    );
    expect(await report([{ ...RESULT, status: "skipped", reason: "when: false" }])).to.match(/skipped .*when: false/);
  });

  it("shows the item of a loop, and whether the task is a handler", async () => {
    expect(await report([{ ...RESULT, item: "a.conf" }])).to.include("(a.conf)");
    const path = `/etc/${"x".repeat(100)}`;
    expect(await report([{ ...RESULT, item: path }])).to.include(`(${path})`);
    expect(await report([{ ...RESULT, item: JSON.stringify({ path }) }])).to.match(/\(\{"path":"\/etc\/x{60,70}…\)/);
    expect(await report([{ ...RESULT, stage: "handler" }])).to.include("handler: web : Put the page");
  });

  it("always shows the message of a debug task, line by line", async () => {
    const debug: TaskResult = { ...RESULT, module: "debug", result: { msg: "ok  one\nok  two\n" } };
    expect(await report([debug])).to.match(/\n {6}ok {2}one\n {6}ok {2}two\n$/);
    expect(await report([{ ...debug, result: { msg: { a: 1 } } }])).to.include('"a": 1');
  });

  it("shows results only with -v", async () => {
    expect(await report([RESULT])).not.to.include("/srv/page");
    expect(await report([RESULT], { verbosity: 1 })).to.include('"path": "/srv/page"');
  });

  it("shows diffs only with --diff", async () => {
    expect(await report([CHANGED])).not.to.include("+new");
    expect(await report([CHANGED], { diff: true })).to.match(/-old\n +\+new/);
  });

  it("shows only changed, failed and unknown results with --quiet", async () => {
    const text = await report([...SAMPLES.slice(0, 5), RESULT, CHANGED, FAILED], { quiet: true });
    expect(text).not.to.match(/ {2}ok |PLAY|VERIFY|Checking/);
    expect(text).to.match(/would change[^]*FAILED/);
  });

  it("shows a heading once if each host starts the role separately", async () => {
    const start = { event: "role_start", play: "Web", role: "web", stage: "tasks" } as const;
    const text = await report([
      { ...start, hosts: ["server1"] },
      { ...start, hosts: ["server2"] },
    ]);
    expect(text.match(/ROLE {2}web/g)).to.have.length(1);
  });

  it("shows a heading for each batch of a play, and none of a role that no host is left for", async () => {
    const play = { event: "play_start", play: "Web" } as const;
    const role = { event: "role_start", play: "Web", role: "web", stage: "tasks" } as const;
    const text = await report([
      { ...play, hosts: ["server1"] },
      { ...play, hosts: ["server2"] },
      { ...role, hosts: [] },
    ]);
    expect(text).to.equal("\nPLAY  Web  server1\n\nPLAY  Web  server2\n");
  });
});

describe("report/human: errors", () => {
  it("shows place, frame, cause, details, hint and code", async () => {
    const text = await report([FAILED], { frame: () => "> 12 | copy:" });
    for (const part of [
      "FAILED",
      "host server1, play Web, role web, task Put the page",
      "roles/web/tasks/main.yaml:12:3",
      "> 12 | copy:",
      FAULT.message,
      "command: false",
      "exit status: 1",
      FAULT.hint,
      FAULT.code,
    ]) {
      expect(text).to.include(part);
    }
  });

  it("shows both places if the fault is not in the task itself", async () => {
    const fault = { ...FAULT, origin: { file: "group_vars/all.yaml", line: 2, col: 7 } };
    const text = await report([{ ...FAILED, fault }]);
    expect(text).to.match(/at +group_vars\/all\.yaml:2:7[^]*task at +roles\/web\/tasks\/main\.yaml:12:3/);
  });

  it("shows the end of both outputs of a command", async () => {
    const { details, ...fault } = FAULT;
    expect(details).not.to.be.empty;
    const stdout = Array.from({ length: 100 }, (_, index) => `out ${String(index)}`).join("\n");
    const text = await report([{ ...FAILED, fault, result: { cmd: ["make", "it"], rc: 2, stdout, stderr: "broken" } }]);
    expect(text).to.include('["make","it"]').and.to.include("out 99").and.to.include("broken");
    expect(text).to.include("… 76 earlier lines").and.not.to.include("out 75\n");
  });

  it("shows the command and its exit status next to the details of the fault", async () => {
    const result = { cmd: "make it", rc: 2, stdout: "of the result", stderr: new Unknown("not run") };
    const text = await report([{ ...FAILED, result }]);
    expect(text).to.match(/cmd +make it\n +rc +2\n +details +command: false/);
    expect(text).not.to.include("of the result").and.not.to.include("not run");
  });

  it("shows an ignored failure without its hint", async () => {
    const text = await report([{ ...FAILED, ignored: true }]);
    expect(text).to.include("ignored").and.to.include(FAULT.message).and.not.to.include(FAULT.hint);
  });

  it("shows the fault of an unreachable host once", async () => {
    const lost = { event: "host_unreachable", host: "server1", fault: FAULT } as const;
    const text = await report([lost, { ...FAILED, status: "unreachable" }, lost]);
    expect(text.split(FAULT.hint)).to.have.length(2);
  });

  it("shows warnings with their place and hint", async () => {
    const text = await report([
      { event: "warning", code: "a/b", message: "Odd.", hint: "Do not.", host: "server1", origin: ORIGIN },
    ]);
    expect(text).to.include("warning on server1: Odd. (roles/web/tasks/main.yaml:12:3)").and.to.include("Do not.");
  });

  it("lists pending handlers", async () => {
    const handlers = [{ play: "Web", role: "web", handler: "reload" }];
    const text = await report([{ event: "pending_handlers", host: "server1", handlers }]);
    expect(text).to.include("handler reload (play Web, role web). The next run will run it.");
  });

  it("says which run left a handler, how it is run, and where the host keeps it", async () => {
    const left = { playbook: "site.yaml", play: "Web", role: null, handler: "reload", left_from: "the run of me" };
    const handlers = [left, { ...left, path: "/state/pending/abc" }];
    const text = await report([
      { event: "pending_handlers", host: "server1", handlers },
      { ...CHANGED, stage: "handler", left_from: "the run of me" },
    ]);
    expect(text)
      .to.include("handler reload (site.yaml, play Web), left from the run of me. The next run will run it.")
      .and.to.include("The next run of site.yaml will run it. To forget it, remove /state/pending/abc there.")
      .and.to.match(/handler: .* \(left from the run of me\)/);
  });

  it("calls a host failed, not unreachable, that was reached but cannot be worked on", async () => {
    const fault = { ...FAULT, code: "shell/damaged-state" };
    const text = await report([{ event: "host_unreachable", host: "server1", fault }]);
    expect(text).to.include("FAILED").and.not.to.include("UNREACHABLE");
  });

  it("escapes everything that comes from a target", async () => {
    const hostile = "x\u001b]0;title\u0007\u009b31m\u0000";
    const text = await report(
      [
        { ...FAILED, task: hostile, host: hostile, item: hostile, reason: hostile, result: { stdout: hostile } },
        { ...CHANGED, changes: [{ ...CHANGED.changes[0], summary: hostile, after: `${hostile}\n` }] },
        { ...FAILED, fault: { ...FAULT, message: hostile, hint: hostile, details: [hostile] } },
        { event: "warning", code: "a/b", message: hostile, hint: hostile, host: hostile },
        { event: "error", fault: { ...FAULT, message: hostile }, frame: hostile },
      ],
      { diff: true, verbosity: 1 },
    );
    expect(text).not.to.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});

describe("report/human: interrupt", () => {
  it("says at once what is finishing, and how to abandon it", async () => {
    const running = [1, 2, 3, 4, 5, 6, 7].map((number) => ({ host: `h${String(number)}`, task: "Sleep" }));
    const text = await report([{ event: "interrupt", running: running.slice(0, 1) }], { quiet: true });
    expect(text).to.equal('Interrupted: finishing "Sleep" on h1. Press Ctrl-C again to abandon it.\n');
    expect(await report([{ event: "interrupt", running }])).to.include('"Sleep" on h5 and 2 more. Press');
    expect(await report([{ event: "interrupt", running: [] }])).to.include("finishing the run. Press");
  });
});

describe("report/human: recap", () => {
  const counts = {
    ok: 12,
    changed: 3,
    skipped: 0,
    failed: 1,
    ignored: 2,
    rescued: 0,
    interrupted: 0,
    unreachable: 0,
    unknown: 0,
  };
  const recap: Event = { event: "recap", hosts: { server1: counts }, duration_ms: 41_200, exit: 1 };

  it("counts by host, with seconds, and ends with the meaning of the exit code", async () => {
    const lines = (await report([{ ...RESULT, duration_ms: 2500 }, recap])).trimEnd().split("\n");
    expect(lines.at(-2)).to.match(/^server1 +12 +3 +0 +1 +2 +0 +0 +2\.5$/);
    expect(lines.at(-1)).to.equal("41.2 s. Exit 1: meaning of 1.");
  });

  it("shows interrupted results only if there are some", async () => {
    const hosts = { server1: counts, server2: { ...counts, interrupted: 5 } };
    expect(await report([recap])).not.to.include("interrupted");
    expect(await report([{ ...recap, hosts }])).to.match(/ignored +interrupted +unr[^]* 2 +0 +0 +0 [^]* 2 +5 +0 +0 /);
  });

  it("shows the seconds of each role after a long run", async () => {
    const work = (role: string, host: string, duration_ms: number) => ({ ...RESULT, role, host, duration_ms });
    const results = [
      work("kafka", "server1", 4000),
      work("kafka", "server1", 2000),
      work("kafka", "server2", 5000),
      work("quick", "server1", 40),
    ];
    const text = await report([...results, recap]);
    expect(text).to.match(/ROLE +seconds {2}slowest host\nkafka +11\.0 {2}6\.0 server1\n\nRECAP/);
    expect(await report([...results, { ...recap, duration_ms: 5000 }])).not.to.include("ROLE");
  });

  it("aligns each count with its heading", async () => {
    const [head = "", row = ""] = (await report([recap])).split("\n").slice(1);
    const rare = ["interrupted", "rescued"];
    for (const [name, count] of Object.entries(counts).filter(([column]) => !rare.includes(column))) {
      const end = head.indexOf(` ${name} `) + name.length + 1;
      expect(row.slice(0, end), name).to.match(new RegExp(` ${String(count)}$`));
    }
  });

  it("distinguishes the exit codes of runs and checks", async () => {
    const exitMeaning = (exit: number, check: boolean) => `${String(exit)} ${String(check)}`;
    expect(await report([CHECK, recap], { exitMeaning })).to.include("Exit 1: 1 true\n");
    expect(await report([recap], { exitMeaning })).to.include("Exit 1: 1 false\n");
  });

  it("shows no table without hosts", async () => {
    expect(await report([{ event: "recap", hosts: {}, duration_ms: 0, exit: 2 }])).to.equal("Exit 2: meaning of 2.\n");
  });
});

describe("report/human: colours and progress", () => {
  const start: Event = { event: "task_start", ...ADDRESS };
  const progress: Event = { event: "progress", ...ADDRESS, message: "layer 3" };

  it("writes colours only if they are enabled", async () => {
    expect(await report([CHANGED, FAILED])).not.to.include("\u001b");
    expect(await report([CHANGED], { colours: true })).to.include("\u001b[33m  changed");
    expect(await report([FAILED], { colours: true })).to.include("\u001b[31m  FAILED");
  });

  it("rewrites one status line and erases it at the end", async () => {
    const text = await report([start, progress, RESULT], { rewrites: true });
    expect(text).to.include("Put the page: layer 3");
    expect(text.split("\n")).to.have.length(2);
    expect(text).to.match(/\r\u001b\[2K$/);
  });

  it("cuts the status line to the width of the terminal", async () => {
    const text = await report([{ ...progress, message: "x".repeat(500) }], { rewrites: true });
    expect(text.split("\r")[0]).to.have.length(79);
    const wide = await report([{ ...progress, message: "東".repeat(500) }], { rewrites: true });
    expect(textWidth(wide.split("\r")[0] ?? "")).to.be.within(78, 79);
  });

  it("reports progress after three seconds, then every ten, on outputs that cannot rewrite lines", async () => {
    let time = 0;
    const output = sink();
    const reporter = humanReporter(output, { ...OPTIONS, now: () => time });
    reporter.on(start);
    for (time of [2000, 3000, 6000, 11_000, 14_000, 22_000, 24_000]) reporter.on(progress);
    await reporter.end();
    expect(output.text().match(/\d+ s/g)).to.deep.equal(["3 s", "14 s", "24 s"]);
  });
});
