import type { Socket } from "node:net";
import ssh2, {
  type BaseAgent,
  type GetStreamCallback,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from "ssh2";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { connectionFault } from "../errors/catalogue/connection.ts";

/** An agent that answers from memory; a smart card or a forwarded agent needs a moment. */
const ANSWER_WITHIN_MS = 3000;

/** An SSH agent that has answered, with the keys it holds. */
export interface Agent {
  readonly socket: string;
  readonly keys: readonly ParsedKey[];
}

/** Asks the agent for its keys. A socket that a dead agent left behind is a fault, and so is an agent that does not answer. */
export async function askAgent(host: string, socket: string): Promise<Outcome<Agent>> {
  const asked = new Promise<Outcome<Agent>>((resolve) => {
    new AgentClient(socket).getIdentities((error, keys = []) => {
      resolve(error ? bad(agentFault(host, socket)) : good({ socket, keys: keys as ParsedKey[] }));
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome<Agent>>((resolve) => {
    timer = setTimeout(() => resolve(bad(agentFault(host, socket))), ANSWER_WITHIN_MS);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function agentFault(host: string, socket: string): Fault {
  return connectionFault("connection/no-agent", { host, socket });
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

  constructor({ socket, keys }: Agent) {
    super();
    this.#agent = new AgentClient(socket);
    this.#keys = keys;
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
    if (typeof options === "function") this.#agent.sign(key, data, options);
    else this.#agent.sign(key, data, options, done);
  }
}
