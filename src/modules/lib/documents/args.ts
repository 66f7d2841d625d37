import type { ArgSchema } from "../../../module/schema.ts";
import { CREATE_ARG, EDIT_ALIASES, EDIT_ARGS } from "../text-edit/args.ts";

/** The arguments of the modules that set one value in a document. */
export const DOCUMENT_ARGS = {
  required: ["path", "key"],
  aliases: EDIT_ALIASES,
  properties: {
    ...EDIT_ARGS,
    key: {
      type: "array",
      items: { type: ["string", "integer"], description: "A name in a map, or an index in a list, from 0." },
      minItems: 1,
      description:
        "The names and indexes that lead to the value, from the outermost. An index that equals the length of a list adds an item.",
    },
    value: { type: "any", description: "The value: text, a number, a boolean, null, a list or a map." },
    state: { type: "string", description: "Whether it is there.", enum: ["present", "absent"], default: "present" },
    create: { ...CREATE_ARG, default: true },
  },
  needs: [{ argument: "state", value: "present", oneOf: ["value"] }],
} as const satisfies {
  readonly properties: Readonly<Record<string, ArgSchema>>;
  readonly [name: string]: unknown;
};

/** Names in maps and indexes in lists that lead to a value. */
export type Key = readonly (string | number)[];

export interface DocumentArgs {
  readonly path: string;
  readonly key: Key;
  readonly value?: unknown;
  readonly state: "present" | "absent";
  readonly create: boolean;
}

export const DOCUMENT_NOTES = [
  "Maps and lists on the way to the value are made where they are missing or null. A value that is equal stays as it is written. What is removed from a list by its index is gone once: the next run would remove the item that took its place.",
] as const;
