import { existsProblem, requestOf } from "./request.ts";
import type { Request } from "./request.ts";
import { render } from "./templates.ts";
import { writeAll } from "./write.ts";

/** What was made: paths below the checkout. Or one sentence on why nothing was. */
export type Made = { readonly request: Request; readonly written: readonly string[] } | { readonly problem: string };

/** Makes the files of a module or a role, all of them or none. */
export async function make(args: readonly string[], root: string): Promise<Made> {
  const request = requestOf(args, root);
  if ("problem" in request) return request;
  const files = await render(root, request);
  const written = files.map(({ path }) => path);
  const [exists] = written.flatMap((path) => existsProblem(root, path) ?? []);
  const problem = exists ?? writeAll(root, files);
  return problem === undefined ? { request, written } : { problem };
}
