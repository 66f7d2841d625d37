import { createPage } from "./page.ts";

/** The value of a variable that the compose file sets. */
function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The variable ${name} is not set.`);
  return value;
}

const [address, port] = [setting("PAGE_ADDRESS"), Number(setting("PAGE_PORT"))];
const page = createPage({ host: "127.0.0.1", port: Number(setting("PAGE_API_PORT")) });
page.listen(port, address, () => process.stdout.write(`Flink's page: http://${address}:${port}\n`));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    page.close();
    page.closeAllConnections();
  });
}
