import type { LoadedProject } from "../inventory/load-project.ts";
import { textOf } from "../language/text.ts";
import type { Host } from "../model/host.ts";
import { Secret } from "../model/secret.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { declaredOn } from "./declared.ts";
import type { Plan } from "./plan.ts";

/** Text that may be secret as a whole, such as a URL with a password. */
type Text = string | Secret;

/** How the engine on a host reaches registries, as a role declares it under `registries`. */
export interface DeclaredAccess {
  readonly mirrors: readonly string[];
  readonly logins: readonly { readonly registry: string; readonly user: Text; readonly password: Text }[];
  readonly httpProxy: Text;
  readonly httpsProxy: Text;
  readonly noProxy: readonly string[];
}

/** The access that the roles declare for each host of the plan. What is known only during the run is left out. */
export function registryAccess(loaded: LoadedProject, plan: Plan): Map<Host, DeclaredAccess> {
  return new Map(
    declaredOn(loaded, plan).map(({ host, entries }) => {
      const own = entries.filter(({ list }) => list === "registries");
      const listOf = (key: string) => own.flatMap((entry) => itemsOf(entry.value(key)));
      const textAt = (key: string) => own.map((entry) => textIn(entry.value(key))).find((text) => text !== "") ?? "";
      const access = {
        mirrors: listOf("mirrors").filter((item) => typeof item === "string"),
        logins: listOf("logins").flatMap(loginIn),
        httpProxy: textAt("http_proxy"),
        httpsProxy: textAt("https_proxy"),
        noProxy: listOf("no_proxy").filter((item) => typeof item === "string"),
      };
      return [host, access];
    }),
  );
}

const itemsOf = (value: Value | undefined): readonly Value[] => (value !== undefined && isList(value) ? value : []);

/** Empty for what is no text. */
const textIn = (value: Value | undefined): Text => (value instanceof Secret ? value : (textOf(value ?? null) ?? ""));

function loginIn(value: Value): DeclaredAccess["logins"] {
  if (!isMap(value) || typeof value["registry"] !== "string") return [];
  const [user, password] = [textIn(value["user"]), textIn(value["password"])];
  return user === "" || password === "" ? [] : [{ registry: value["registry"], user, password }];
}
