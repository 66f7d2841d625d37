import { PassThrough } from "node:stream";
import { Output } from "../../../src/shell/output.ts";
import { answerOf } from "../../../src/shell/shell.ts";
import { damaged, noise, type Random } from "../random.ts";
import { require, type Target } from "../target.ts";

/** What a shell prints for some scripts, damaged, and split anywhere. */
export const frames: Target = {
  name: "frames",
  async run(random) {
    const marks = Array.from({ length: 1 + random.int(4) }, (_, index) => `mark-${index}${random.int(1e9)}`);
    const whole = marks.map((mark) => `${noise(random)}\n${mark} ${random.int(300)}\n`).join("");
    const errors = marks.map((mark) => `${noise(random)}\n${mark}\n`).join("");
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const [out, err] = [new Output(stdout), new Output(stderr)];
    const answers = marks.map((mark) => Promise.allSettled([out.until(mark), err.until(mark)]));
    write(stdout, random.once(4) ? whole : damaged(whole, random), random);
    write(stderr, random.once(4) ? errors : damaged(errors, random), random);
    for (const [printed, failed] of await Promise.all(answers)) {
      if (printed.status === "rejected" || failed.status === "rejected") continue;
      const answer = answerOf(printed.value, failed.value);
      const isValid =
        typeof answer === "string" || (Number.isInteger(answer.exit) && answer.exit >= 0 && answer.exit < 256);
      require(isValid, `an answer has the exit status ${JSON.stringify(answer)}`);
    }
  },
};

function write(stream: PassThrough, text: string, random: Random): void {
  const bytes = Buffer.from(text, random.once(3) ? "latin1" : "utf8");
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.int(bytes.length);
    stream.write(bytes.subarray(at, end));
    at = end;
  }
  stream.end();
}
