import { EXIT, SIGNAL_EXITS } from "../exit-codes.ts";

/** Aborts at the first signal that interrupts a run; `exit` is the exit code then. */
export function abortOnSignals() {
  const controller = new AbortController();
  let exit: number = EXIT.interrupted;
  const listeners = Object.entries(SIGNAL_EXITS).map(([name, code]) => {
    const listener = () => {
      exit = code;
      controller.abort();
    };
    process.once(name, listener);
    return () => process.off(name, listener);
  });
  return { signal: controller.signal, exit: () => exit, dispose: () => listeners.forEach((off) => off()) };
}
