import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NOBODY = 65534;
const VERSIONS = "/usr/lib/postgresql";

/** A PostgreSQL server of its own, of which only the socket can be reached. */
export class PostgresqlServer {
  readonly folder = mkdtempSync(join(tmpdir(), "provision-postgresql-"));
  readonly login = { login_unix_socket: this.folder };
  readonly #programs: string;

  private constructor(programs: string) {
    this.#programs = programs;
    if (process.getuid?.() === 0) chownSync(this.folder, NOBODY, NOBODY);
    const data = join(this.folder, "data");
    this.#run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
    const options = `-k ${this.folder} -h '' -c fsync=off -c log_statement=all`;
    this.#run("pg_ctl", ["-D", data, "-o", options, "-l", join(this.folder, "log"), "-w", "start"]);
  }

  /** Undefined if this machine has no PostgreSQL. */
  static start(): PostgresqlServer | undefined {
    const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
    const [programs] = versions
      .map((version) => join(VERSIONS, version, "bin"))
      .filter((folder) => existsSync(join(folder, "initdb")));
    return programs === undefined ? undefined : new PostgresqlServer(programs);
  }

  /** What a statement returns. */
  ask(sql: string): string {
    const args = ["-X", "-A", "-t", "-h", this.folder, "-U", "postgres", "-d", "postgres", "-c", sql];
    return execFileSync("psql", args, { encoding: "utf8" }).trimEnd();
  }

  /** All statements that it has run. */
  get log(): string {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  stop(): void {
    this.#run("pg_ctl", ["-D", join(this.folder, "data"), "-m", "immediate", "-w", "stop"]);
    rmSync(this.folder, { recursive: true });
  }

  /** The server refuses to run as root. */
  #run(program: string, args: readonly string[]): void {
    const ids = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    execFileSync(join(this.#programs, program), args, { cwd: this.folder, stdio: "ignore", ...ids });
  }
}
