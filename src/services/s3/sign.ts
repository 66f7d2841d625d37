import { createHash } from "node:crypto";
import { AwsV4Signer } from "aws4fetch";

export interface S3Keys {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

export interface S3Signing {
  readonly method: string;
  /** With the bucket in its path; everything in it is already percent-encoded. */
  readonly url: URL;
  readonly body: string;
  readonly at: Date;
}

/** The headers that sign a request by AWS Signature Version 4. */
export async function signedHeaders(
  { method, url, body, at }: S3Signing,
  { accessKey, secretKey, region }: S3Keys,
): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: { "x-amz-content-sha256": createHash("sha256").update(body).digest("hex") },
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: "s3",
    region,
    datetime: at.toISOString().replace(/[-:]|\.\d+/g, ""),
  });
  const { headers } = await signer.sign();
  return Object.fromEntries(headers);
}

/** Percent-encodes as the signature requires: everything but letters, digits and `-._~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
