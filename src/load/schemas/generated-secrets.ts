/** generated_secrets.yaml: the names of secrets that the first run generates, with their lengths. */
export const generatedSecretsSchema = {
  type: "object",
  title: "generated_secrets.yaml",
  additionalProperties: {
    type: ["object", "null"],
    title: "A secret to generate",
    properties: { length: { type: "integer", minimum: 8, maximum: 512 } },
    additionalProperties: false,
  },
} as const;
