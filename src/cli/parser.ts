import { Command as Program, Option } from "commander";
import { EXIT_MEANINGS } from "./exit-codes.ts";
import { FLAGS, spelling, type Command, type Flag } from "./flags.ts";

/** A program that prints through `print` and rejects what it does not know. */
export function newProgram(version: string, print: (text: string) => void): Program {
  const exits = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`);
  return new Program("provision")
    .description("Brings servers into the state that playbooks describe, over SSH and without an agent.")
    .version(version, "--version", "Print the version.")
    .helpOption("-h, --help", "Show this help.")
    .helpCommand(false)
    .enablePositionalOptions()
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: print, writeErr: () => undefined })
    .addHelpText("after", ["", "Exit codes:", ...exits].join("\n"))
    .exitOverride();
}

/** Adds a command below another. */
export function addCommand(program: Program, name: string, sentence: string): Program {
  return program
    .command(name)
    .description(sentence)
    .copyInheritedSettings(program)
    .helpOption("-h, --help", "Show help.");
}

/** Adds the flags of one command. Their values are collected in order. */
export function flagged(program: Program, command: Command, written: Map<string, string[]>): Program {
  for (const flag of FLAGS as readonly Flag[]) {
    if (!flag.commands.includes(command)) continue;
    program.addOption(new Option(spelling(flag), flag.sentence));
    program.on(`option:${flag.long}`, (value: string | null | undefined) => {
      written.set(flag.long, [...(written.get(flag.long) ?? []), value ?? ""]);
    });
  }
  return program;
}
