import type { LabServer } from "../../../lab/api.ts";

/** An action on the server: a shell command of root, whatever it prints and however it ends. */
export function onServer(server: LabServer, command: string): () => Promise<void> {
  return async () => {
    await server.exec(command);
  };
}
