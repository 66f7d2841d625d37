import { read, sequence, type Power, type Script } from "./script.ts";

/**
 * Adds the function `with_environment` to a module's script: it runs its arguments as a command (or builtin) with the task's
 * `environment` exported. Nothing else sees these variables, because users may choose names that the script itself uses.
 */
export function inEnvironment<P extends Power>(
  script: Script<P>,
  environment: Readonly<Record<string, string>>,
): Script<P> {
  const exports = Object.entries(environment).map(([name, value]) => read`export ${`${name}=${value}`}`);
  const define = read`with_environment() { (${sequence([...exports, read`"$@"`])}); }`;
  return { ...script, text: `${define.text}\n${script.text}` };
}
