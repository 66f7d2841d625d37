import type { AnyAuthMethod, AuthHandlerMiddleware, KeyboardInteractiveAuthMethod, PasswordAuthMethod } from "ssh2";
import type { Secret } from "../model/secret.ts";

/** A login with a password, as `password` or as `keyboard-interactive`. */
export interface PasswordLogin {
  /** The next attempt with one of the methods that the server offers; undefined if there is none. */
  next(offered: readonly string[]): AnyAuthMethod | undefined;
  /** What the server offered last. */
  readonly offered: readonly string[];
  /** Whether the password was sent. A wrong one is not sent twice, because servers lock accounts. */
  readonly sent: boolean;
  /** What the server asked for that is no password: a code, a question. */
  readonly question: string | undefined;
}

type Prompt = { readonly prompt: string; readonly echo?: boolean };

/** Prepares one attempt to log in. It answers one question that is not shown while typing, and no other. */
export function passwordLogin(username: string, password: Secret): PasswordLogin {
  return new OnePassword(username, password);
}

class OnePassword implements PasswordLogin {
  offered: readonly string[] = [];
  sent = false;
  question: string | undefined;
  readonly #username: string;
  readonly #password: Secret;
  readonly #tried = new Set<string>();

  constructor(username: string, password: Secret) {
    this.#username = username;
    this.#password = password;
  }

  next(offered: readonly string[]): AnyAuthMethod | undefined {
    this.offered = offered;
    const isLeft = (method: string) => offered.includes(method) && !this.#tried.has(method);
    if (this.sent) return undefined;
    if (isLeft("password")) {
      this.#tried.add("password");
      this.sent = true;
      const method: PasswordAuthMethod = {
        type: "password",
        username: this.#username,
        password: this.#password.reveal(),
      };
      return method;
    }
    if (!isLeft("keyboard-interactive")) return undefined;
    this.#tried.add("keyboard-interactive");
    const method: KeyboardInteractiveAuthMethod = {
      type: "keyboard-interactive",
      username: this.#username,
      prompt: (_name, _instructions, _language, prompts, answer) => answer(this.#answers(prompts)),
    };
    return method;
  }

  #answers(prompts: readonly Prompt[]): string[] {
    const [first, second] = prompts;
    if (first && !second && first.echo !== true && !this.sent) {
      this.sent = true;
      return [this.#password.reveal()];
    }
    this.question ??= prompts
      .map(({ prompt }) => prompt.trim())
      .join(" ")
      .slice(0, 100);
    return prompts.map(() => "");
  }
}

/** What a login tries: keys, then a password if there is one. */
interface Attempts {
  readonly user: string;
  readonly methods: readonly AnyAuthMethod[];
  readonly password?: PasswordLogin | undefined;
}

/** What ssh2 asks for the next attempt: the keys in order, then the password. What the server offers is in each of its refusals. */
export function authHandler({ user, methods, password }: Attempts): AuthHandlerMiddleware {
  const keys: AnyAuthMethod[] = [...methods];
  return (offered, _partial, next) => {
    // Before the first refusal it is null, whatever the types say.
    const known = offered as readonly string[] | null;
    const ask: AnyAuthMethod = { type: "none", username: user };
    const following = keys.shift() ?? (known ? password?.next(known) : ask);
    // ssh2 takes `false` for the end; the types do not have it.
    next(following ?? (false as unknown as AnyAuthMethod));
  };
}
