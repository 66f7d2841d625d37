/** images.lock.yaml: the digest of each image, by the image's name. */
export const imageLockSchema = {
  type: "object",
  title: "images.lock.yaml",
  additionalProperties: {
    type: "string",
    title: "The digest of an image",
    pattern: "^sha256:[0-9a-f]{64}$",
    rule: "sha256: and 64 hexadecimal digits",
    hint: "Delete the line, and run `provision images lock`.",
  },
} as const;
