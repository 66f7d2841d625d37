import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import { type Decision, shellModule } from "../../module/contract.ts";
import { forgetJob, JOB_ID, jobFault, jobResult, parseJob, readJob, type Job } from "../../module/jobs/job.ts";
import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { outputs, outputsOf } from "../lib/command/apply.ts";
import { COMMAND_RETURNS } from "../lib/command/args.ts";

const schema = {
  required: ["job_id"],
  properties: {
    job_id: {
      type: "string",
      description: "The job: `job_id` of the result of the task that started it.",
      pattern: JOB_ID,
      rule: "the ID of a background job",
    },
    mode: {
      type: "string",
      description: "`status` looks at the job, `cleanup` removes what the host keeps of a job that has ended.",
      enum: ["status", "cleanup"],
      default: "status",
    },
  },
  aliases: { jid: "job_id" },
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

const { rc, stdout, stderr, stdout_lines, stderr_lines } = COMMAND_RETURNS;

export const async_status = shellModule({
  name: "async_status",
  summary: "Looks at a background job (`async`), or removes what the host keeps of it.",
  notes: [
    "The job belongs to the host and the user of the task that started it: use the same `delegate_to`, `become` and `become_user`.",
    "The task fails if the job has ended with an exit status other than 0, or was ended after its time.",
    "Looking changes nothing: it is the task that starts the job that counts as changed.",
    "The next task with `async` removes jobs that ended more than seven days ago.",
  ],
  args: schema,
  failsOnRc: true,
  returns: {
    job_id: "The job.",
    ansible_job_id: "The same, as in Ansible.",
    started: "True.",
    finished: "Whether it has ended.",
    rc: `${rc} Only if it has ended, as the following fields.`,
    stdout,
    stderr,
    stdout_lines,
    stderr_lines,
  },
  examples: [
    { title: "Look at a job", args: { job_id: "00112233445566778899aabbccddeeff" } },
    { title: "Remove a job", args: { job_id: "00112233445566778899aabbccddeeff", mode: "cleanup" } },
  ],
  probe: ({ job_id }) => ({
    script: readJob(job_id, 0),
    parse: (answer): Outcome<Job | undefined> => parseJob(job_id, answer),
  }),
  decide: (args, job) => (args.mode === "cleanup" ? removal(args, job) : look(args, job)),
  apply: ({ job_id }) => ({ script: forgetJob(job_id) }),
});

function look({ job_id: id }: Args, job: Job | undefined): Decision {
  if (!job) return { changes: [], result: {}, fault: moduleFault("modules/no-job", { id }) };
  if (job.state === "running") return { changes: [], result: jobResult(id, false) };
  const fault = jobFault(job);
  return { changes: [], result: { ...jobResult(id, true), ...outputOf(job) }, ...(fault && { fault }) };
}

/** A command's script has answered with the status and output of the command. */
function outputOf({ state, module, answer }: Job): ValueMap {
  if (state !== "ended") return {};
  const command = module === "command" || module === "shell" ? outputsOf(answer) : undefined;
  return command ?? outputs(answer.exit, answer.stdout, answer.stderr);
}

function removal({ job_id: id }: Args, job: Job | undefined): Decision {
  const result = { job_id: id, ansible_job_id: id };
  if (!job) return { changes: [], result };
  if (job.state === "running") return { changes: [], result, fault: moduleFault("modules/job-runs", { id }) };
  const resource = { kind: "job", name: id } as const;
  return {
    changes: [{ resource, summary: `remove the background job ${id}`, before: job.state, after: null }],
    result,
  };
}
