import { Ajv, type SchemaObject, type ValidateFunction } from "ajv";

/**
 * Our own words in schemas, beside JSON Schema's:
 * - `computed`: the value may be a template or an expression;
 * - `later`: a key that Ansible has and we do not; the text says what to write instead;
 * - `laterTypes`: the same for values of certain types.
 */
const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
  strictTypes: false,
  // The schemas are the program's own: judging them as well would double the time to start.
  validateSchema: false,
  meta: false,
  // Each validator is used a few times: what ajv spends on making it faster is never earned back.
  code: { optimize: false },
});
ajv.addKeyword({ keyword: "computed", schemaType: "boolean" });
ajv.addKeyword({ keyword: "laterTypes", schemaType: "object" });
ajv.addKeyword({ keyword: "later", schemaType: "string", validate: () => false });

export function validatorOf(schema: SchemaObject): ValidateFunction {
  return ajv.compile(schema);
}
