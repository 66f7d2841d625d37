import type { ArgSchema } from "../../module/schema.ts";
import type { S3Target } from "../../services/s3/s3.ts";

/** The address of an S3 endpoint, as arguments. */
export const S3_ENDPOINT = {
  url: {
    type: "string",
    format: "base-url",
    description: "The endpoint, as seen from the host: http://127.0.0.1:7070. Buckets are addressed by path.",
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;

/** The credentials and the region, as arguments. */
export const S3_KEYS = {
  access_key: { type: "string", minLength: 1, format: "word", description: "The access key." },
  secret_key: { type: "string", minLength: 1, description: "The secret key; it signs requests and is never sent." },
  region: {
    type: "string",
    minLength: 1,
    format: "word",
    default: "us-east-1",
    description: "The endpoint's region.",
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;

interface S3Args {
  readonly url: string;
  readonly access_key: string;
  readonly secret_key: string;
  readonly region: string;
}

export function s3Target({ url, access_key: accessKey, secret_key: secretKey, region }: S3Args): S3Target {
  return { url, accessKey, secretKey, region };
}
