import { read, sequence, type Power, type Script } from "./script.ts";

/**
 * Adds two functions to a module's script, which run their arguments as a command (or builtin) with the task's `environment` exported:
 * `with_environment` is for programs whose output a module reads, which must not be translated: it sets the locale C.
 * `with_own_environment` is for the user's own commands. Nothing else sees these variables, because users may choose names that the
 * script itself uses.
 */
export function inEnvironment<P extends Power>(
  script: Script<P>,
  environment: Readonly<Record<string, string>>,
): Script<P> {
  const exports = Object.entries(environment).map(([name, value]) => read`export ${`${name}=${value}`}`);
  const define = read`with_own_environment() { (${sequence([LOGIN_PATH, ...exports, RUN])}); }
with_environment() { (${sequence([...exports, UNTRANSLATED, RUN])}); }`;
  return { ...script, text: `${define.text}\n${script.text}` };
}

/** The PATH of the login, in which provision itself does not look for programs if other users can write to its folders. */
const LOGIN_PATH = read`PATH=\${login_path:-$PATH}`;

/** Descriptor 9 is for reports on provision's own tools, see src/shell/tools/tools.sh. A daemon must not keep it open. */
const RUN = read`"$@" 9>&-`;

/** LANGUAGE would still be read if LC_ALL were, for example, C.UTF-8, and POSIXLY_CORRECT changes units and formats. */
const UNTRANSLATED = read`LC_ALL=C; export LC_ALL; unset LANGUAGE POSIXLY_CORRECT`;
