import { read, sequence, type Power, type Script } from "./script.ts";

/**
 * Gives a module's script the function `with_environment`: it runs its arguments as a command, builtins among them, with the task's
 * `environment` exported. Only there: users may give any name, also one that the scripts use for a variable of their own.
 */
export function inEnvironment<P extends Power>(
  script: Script<P>,
  environment: Readonly<Record<string, string>>,
): Script<P> {
  const exports = Object.entries(environment).map(([name, value]) => read`export ${`${name}=${value}`}`);
  const define = read`with_environment() { (${sequence([...exports, read`"$@"`])}); }`;
  return { ...script, text: `${define.text}\n${script.text}` };
}
