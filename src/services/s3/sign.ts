import { createHash, createHmac } from "node:crypto";

export interface S3Keys {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
}

export interface S3Signing {
  readonly method: string;
  /** With the bucket in the path, whatever stands in it being encoded already. */
  readonly url: URL;
  readonly body: string;
  readonly at: Date;
}

/** The headers that sign a request by Signature Version 4. */
export function signedHeaders({ method, url, body, at }: S3Signing, keys: S3Keys): Record<string, string> {
  const stamp = at.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = stamp.slice(0, 8);
  const payload = sha256(body);
  const headers = { host: url.host, "x-amz-content-sha256": payload, "x-amz-date": stamp };
  const names = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, url.pathname, canonicalQuery(url), lines.join(""), names, payload].join("\n");
  const scope = `${day}/${keys.region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n");
  const signature = hmac(signingKey(keys, day), text).toString("hex");
  const credential = `Credential=${keys.accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { "x-amz-content-sha256": payload, "x-amz-date": stamp, authorization: `AWS4-HMAC-SHA256 ${credential}` };
}

function canonicalQuery(url: URL): string {
  const pairs = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.sort().join("&");
}

/** As the signature wants it: everything but letters, digits and `-._~` is escaped. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function signingKey({ secretKey, region }: S3Keys, day: string): Buffer {
  return [region, "s3", "aws4_request"].reduce((key, part) => hmac(key, part), hmac(`AWS4${secretKey}`, day));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
