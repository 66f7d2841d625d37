import type { Socket } from "node:net";
import ssh2, {
  type BaseAgent,
  type GetStreamCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from "ssh2";
import { connectError, keyTypesOf } from "./agent-types.ts";

/** An agent that answers from memory; a smart card or a forwarded agent needs a moment. */
const ANSWER_WITHIN_MS = 3000;

/** An SSH agent that has answered, with the keys it holds. */
export interface Agent {
  readonly socket: string;
  readonly keys: readonly ParsedKey[];
  /** The types of its keys that cannot be used: certificates, and those of security keys. */
  readonly unsupported: readonly string[];
}

/** An agent's answer, or a clause that says why it gave no answer. */
export type AskedAgent =
  { readonly answers: true; readonly agent: Agent } | { readonly answers: false; readonly cause: string };

/** Asks the agent for its keys. A dead agent may have left its socket behind, and one that lives may not answer. */
export async function askAgent(socket: string): Promise<AskedAgent> {
  const asked = new Promise<AskedAgent>((resolve) => {
    new AgentClient(socket).getIdentities((error, keys = []) => {
      if (error) void whyNot(socket, error).then((cause) => resolve({ answers: false, cause }));
      else void usable(socket, keys as ParsedKey[]).then((agent) => resolve({ answers: true, agent }));
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<AskedAgent>((resolve) => {
    timer = setTimeout(() => resolve({ answers: false, cause: "it does not answer" }), ANSWER_WITHIN_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

/** ssh2 reads a certificate as the key in it, which the server would refuse, and leaves out the keys of security keys. */
async function usable(socket: string, all: readonly ParsedKey[]): Promise<Agent> {
  const keys = all.filter(({ type }) => !isUnsupported(type));
  const types = keys.length > 0 ? all.map(({ type }): string => type) : await keyTypesOf(socket, ANSWER_WITHIN_MS);
  return { socket, keys, unsupported: types.filter(isUnsupported) };
}

/** Whether ssh2 lacks a type of key: certificates, and keys of security keys (FIDO). */
export function isUnsupported(type: string): boolean {
  return type.startsWith("sk-") || type.includes("-cert-v01@");
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: "its socket does not exist",
  ECONNREFUSED: "it has ended, and only its socket is left",
  EAGAIN: "too many programs wait for its answer",
  EACCES: "its socket belongs to another user",
  EMFILE: "provision has too many files open (see `ulimit -n`)",
  ENOTSOCK: "the path is not a socket",
};

/** ssh2 does not pass on why it could not connect. */
async function whyNot(socket: string, error: Error): Promise<string> {
  const code = await connectError(socket);
  return code === undefined ? error.message : (CAUSES[code] ?? code);
}

/** An agent that does not answer must not keep the program from ending. */
class AgentClient extends ssh2.OpenSSHAgent {
  override getStream(done: GetStreamCallback): void {
    super.getStream((error, stream) => {
      (stream as Socket | undefined)?.unref();
      done(error, stream);
    });
  }
}

/** The agent, limited to some of its keys: a server counts each key that it rejects, and disconnects after a few. */
export class LimitedAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: BaseAgent;
  readonly #keys: readonly ParsedKey[];
  readonly socket: string;
  /** Whether it was asked for a signature that it has not given yet. */
  isSigning = false;

  constructor({ socket, keys }: Pick<Agent, "socket" | "keys">) {
    super();
    this.#agent = new AgentClient(socket);
    this.#keys = keys;
    this.socket = socket;
  }

  override getIdentities(done: (error: Error | undefined, keys?: ParsedKey[]) => void): void {
    done(undefined, [...this.#keys]);
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    done?: SignCallback,
  ): void {
    this.isSigning = true;
    const signed: SignCallback = (error, signature) => {
      this.isSigning = false;
      (typeof options === "function" ? options : done)?.(error, signature);
    };
    this.#agent.sign(key, data, typeof options === "function" ? {} : options, signed);
  }
}
