import { s3Fault } from "../errors/catalogue/services/s3.ts";
import { asClause, type Fault, good, type Outcome } from "../errors/fault.ts";
import { serviceModule } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import { type S3Reader, s3Service, type S3Target, type S3Writer } from "../services/s3/s3.ts";
import { S3_ENDPOINT, S3_KEYS, s3Target } from "./lib/s3-args.ts";

const schema = {
  properties: {
    ...S3_ENDPOINT,
    buckets: {
      type: "array",
      items: { type: "string", minLength: 1, description: "A bucket's name." },
      minItems: 1,
      description: "The buckets to look up; they need not exist.",
    },
    ...S3_KEYS,
    must_answer: {
      type: "boolean",
      default: true,
      description: "Whether the task fails if the endpoint does not answer: false if it may not be deployed yet.",
    },
    must_accept: {
      type: "boolean",
      default: true,
      description:
        "Whether the task fails if the endpoint rejects the keys: false to decide by `accepts` in a later task.",
    },
  },
  required: ["url", "buckets", "access_key", "secret_key"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;
/** Whether each bucket exists. */
type State = Outcome<Readonly<Record<string, boolean>>>;

export const s3_info = serviceModule<typeof schema, State, S3Target, S3Reader, S3Writer>({
  name: "s3_info",
  summary: "Checks whether an S3 endpoint accepts the keys, and which of the buckets it has.",
  notes: ["It changes nothing. Use it to detect wrong keys before you pass them to services."],
  args: schema,
  returns: {
    answers: "Whether the endpoint answers.",
    accepts: "Whether it accepts the keys.",
    reason: "Why it rejects the keys, else null.",
    buckets: "Whether each bucket exists, by name.",
  },
  examples: [
    {
      title: "Check the keys and the bucket for checkpoints",
      args: {
        url: "http://127.0.0.1:7070",
        buckets: ["flink"],
        access_key: "{{ s3_access_key }}",
        secret_key: "{{ s3_secret_key }}",
      },
    },
  ],
  service: s3Service,
  target: s3Target,
  probe: async ({ buckets }, reader) => good(await findBuckets(buckets, reader)),
  decide: (args, state) => {
    if (state.ok) return { changes: [], result: { answers: true, accepts: true, reason: null, buckets: state.value } };
    const [cause] = state.faults;
    const rejects = cause.code === "services/s3-refused";
    const result = { answers: rejects, accepts: false, reason: rejects ? cause.message : null, buckets: {} };
    const fault = faultOf(args, cause);
    return { changes: [], result, ...(fault && { fault }) };
  },
  apply: () => Promise.resolve(good({})),
});

async function findBuckets(buckets: readonly string[], reader: S3Reader): Promise<State> {
  const found: Record<string, boolean> = {};
  for (const bucket of buckets) {
    const has = await reader.hasBucket(bucket);
    if (!has.ok) return has;
    found[bucket] = has.value;
  }
  return good(found);
}

function faultOf({ url, must_answer, must_accept }: Args, fault: Fault): Fault | undefined {
  if (fault.code === "services/s3-refused") {
    return must_accept ? s3Fault("services/s3-keys", { url, reason: asClause(fault.message) }) : undefined;
  }
  return must_answer || fault.code !== "services/http-unreachable" ? fault : undefined;
}
