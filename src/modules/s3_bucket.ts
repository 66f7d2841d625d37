import { good } from "../errors/fault.ts";
import type { Change, Resource } from "../model/change.ts";
import { type Decision, type Predicted, serviceModule } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import { type S3Reader, s3Service, type S3Target, type S3Writer } from "../services/s3/s3.ts";
import { S3_ENDPOINT, S3_KEYS, s3Target } from "./lib/s3-args.ts";

const schema = {
  properties: {
    ...S3_ENDPOINT,
    name: {
      type: "string",
      pattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
      rule: "3 to 63 lower-case letters, digits, `.` and `-`",
      description: "The bucket's name.",
    },
    ...S3_KEYS,
    state: {
      type: "string",
      enum: ["present"],
      default: "present",
      description: "Buckets are created, never deleted.",
    },
  },
  required: ["url", "name", "access_key", "secret_key"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;
/** Whether the bucket exists. */
type State = boolean;

export const s3_bucket = serviceModule<typeof schema, State, S3Target, S3Reader, S3Writer>({
  name: "s3_bucket",
  summary: "Creates a bucket on an S3 endpoint, unless it exists.",
  notes: [
    "The module never deletes a bucket or its objects.",
    "A bucket of another owner fails the task: S3 answers 403.",
  ],
  args: schema,
  returns: { name: "The bucket's name.", state: "present." },
  examples: [
    {
      title: "Create the bucket for checkpoints on this host's gateway",
      args: {
        url: "http://127.0.0.1:7070",
        name: "flink",
        access_key: "{{ s3_access_key }}",
        secret_key: "{{ s3_secret_key }}",
      },
    },
    {
      title: "Create the bucket for segments on an endpoint with its own region",
      args: {
        url: "https://s3.eu-central-1.amazonaws.com",
        region: "eu-central-1",
        name: "sensor-segments",
        access_key: "{{ s3_access_key }}",
        secret_key: "{{ s3_secret_key }}",
      },
    },
  ],
  service: s3Service,
  target: s3Target,
  probe: ({ name }, reader) => reader.hasBucket(name),
  decide,
  apply: async ({ name }, _changes, writer) => {
    const made = await writer.makeBucket(name);
    return made.ok ? good({}) : made;
  },
});

function decide(args: Args, state: State, predicted: Predicted): Decision {
  const { name } = args;
  const result = { name, state: "present" };
  const resource: Resource = { kind: "request", name: `s3_bucket ${args.url} ${name}` };
  if (state || predicted.get(resource) !== undefined) return { changes: [], result };
  const change: Change = { resource, summary: `create bucket ${name}`, before: null, after: "present" };
  return { changes: [change], result };
}
