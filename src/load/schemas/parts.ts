/** Parts that several schemas share. Keywords beyond JSON Schema are explained in ../validation/validator.ts. */
export const text = { type: "string", minLength: 1 } as const;
export const flag = { type: "boolean" } as const;
export const names = { type: ["string", "array"], items: { type: "string" } } as const;
export const condition = {
  type: ["string", "boolean", "array"],
  items: { type: ["string", "boolean"] },
  computed: true,
} as const;
export const variables = { type: ["object", "null"] } as const;
export const environment = {
  type: ["object", "null"],
  additionalProperties: { type: ["string", "number", "boolean"], computed: true },
} as const;
export const computedText = { type: "string", minLength: 1, computed: true } as const;

/** A key of Ansible that is not supported, with what to write instead. */
export function unsupported(instead: string) {
  return { unsupported: instead } as const;
}
