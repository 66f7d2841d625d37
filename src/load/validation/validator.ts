import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from "ajv";

/**
 * Keywords in our schemas that are not part of JSON Schema:
 * - `computed`: the value may be a template or an expression;
 * - `rule`: what a `pattern` requires, in words that follow "must be"; `hint`: what to write instead of a wrong value;
 * - `example`: an example of a keyword, complete lines of a file;
 * - `unsupported`: a key that Ansible has and we do not, with what to write instead;
 * - `unsupportedTypes`: the same for values of certain types; `unsupportedValues`: the same for certain texts.
 */
const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  strictTypes: false,
  // Our schemas are tested; validating them at run time would double the start-up time.
  validateSchema: false,
  meta: false,
  // Each validator is used only a few times, so optimizing its code costs more than it saves.
  code: { optimize: false },
});
ajv.addKeyword({ keyword: "rule", schemaType: "string" });
ajv.addKeyword({ keyword: "example", schemaType: "string" });
ajv.addKeyword({ keyword: "hint", schemaType: "string" });
ajv.addKeyword({ keyword: "computed", schemaType: "boolean" });
ajv.addKeyword({ keyword: "unsupportedTypes", schemaType: "object" });
ajv.addKeyword({ keyword: "unsupportedValues", schemaType: "object" });
ajv.addKeyword({ keyword: "unsupported", schemaType: "string", validate: () => false });

/** Gives the errors of data; none if it is valid. */
export type Validator = (data: unknown) => readonly ErrorObject[];

/** A validator of a schema. It is compiled when it is first used, because most projects need only some of them. */
export function validatorOf(schema: SchemaObject): Validator {
  let compiled: ValidateFunction | undefined;
  return (data) => {
    compiled ??= ajv.compile(schema);
    return compiled(data) ? [] : (compiled.errors ?? []);
  };
}
