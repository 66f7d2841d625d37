import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Fault } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import { pureModule, shellModule } from "../../module/contract.ts";
import { read, write } from "../../module/script.ts";

/** What a module of a project is made with: its file exports a function that gets this and returns the module. */
export interface Kit {
  readonly shellModule: typeof shellModule;
  readonly pureModule: typeof pureModule;
  /** The tags of scripts, which quote every value. */
  readonly read: typeof read;
  readonly write: typeof write;
  readonly good: typeof good;
  readonly bad: typeof bad;
  /** An expected failure: what is wrong, and what to do, each as a sentence. `missing`: an earlier task may cure it. */
  readonly fault: (message: string, hint: string, more?: { readonly missing?: boolean }) => Fault;
  /** A value that only the change reveals, with the reason. */
  readonly unknown: (reason: string) => Unknown;
}

export const KIT: Kit = {
  shellModule,
  pureModule,
  read,
  write,
  good,
  bad,
  fault: (message, hint, { missing = false } = {}) => moduleFault("modules/of-project", { message, hint }, { missing }),
  unknown: (reason) => new Unknown(reason),
};
