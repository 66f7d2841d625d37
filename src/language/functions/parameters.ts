import { isList, isMap, isNumber, type Value, type ValueMap } from "../../model/value.ts";
import { Misuse, wrongArgument, wrongItem } from "../helper-arguments.ts";
import { textOf } from "../text.ts";

/** A parameter of a function: how the reference calls it, and how its argument is checked. */
export interface Parameter<T = unknown> {
  readonly name: string;
  /** The type in words, for the reference. */
  readonly type: string;
  readonly optional?: true;
  /** The last parameter of a function that takes any number of arguments; it reads all that are left, as one list. */
  readonly many?: true;
  /** Returns the argument; throws Misuse if it has another type. Position from 0. */
  readonly read: (value: Value, position: number) => T;
}

/** A parameter that takes any value. */
export function any(name: string): Parameter<Value> {
  return { name, type: "any", read: (value) => value };
}

/** A string; numbers and booleans are written as text, and null is the empty string. */
export function text(name: string): Parameter<string> {
  return {
    name,
    type: "string",
    read: (value, position) => {
      const written = textOf(value);
      if (written === undefined) throw wrongArgument("a string", value, position);
      return written;
    },
  };
}

/** One of some words. */
export function choice<const W extends string>(name: string, words: readonly W[]): Parameter<W> {
  return {
    name,
    type: words.map((word) => JSON.stringify(word)).join(", "),
    read: (value, position) => {
      const word = words.find((candidate) => candidate === value);
      if (word !== undefined) return word;
      throw new Misuse(`needs one of ${words.join(", ")} here, but the argument is ${shown(value)}`, position);
    },
  };
}

function shown(value: Value): string {
  return typeof value === "object" ? "not a word" : String(value);
}

/** A number. */
export function number(name: string): Parameter<number | bigint> {
  return {
    name,
    type: "number",
    read: (value, position) => {
      if (!isNumber(value)) throw wrongArgument("a number", value, position);
      return value;
    },
  };
}

/** A whole number within a range. */
export function whole(name: string, min: number, max: number): Parameter<number> {
  return {
    name,
    type: "whole number",
    read: (value, position) => {
      if (!isNumber(value)) throw wrongArgument("a whole number", value, position);
      if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
      throw new Misuse(`needs a whole number from ${min} to ${max} here, but the argument is ${value}`, position);
    },
  };
}

/** True or false. */
export function flag(name: string): Parameter<boolean> {
  return {
    name,
    type: "boolean",
    read: (value, position) => {
      if (typeof value !== "boolean") throw wrongArgument("true or false", value, position);
      return value;
    },
  };
}

/** A list. */
export function list(name: string): Parameter<readonly Value[]> {
  return {
    name,
    type: "list",
    read: (value, position) => {
      if (!isList(value)) throw wrongArgument("a list", value, position);
      return value;
    },
  };
}

/** A list of strings, numbers and booleans, which are written as text. */
export function texts(name: string): Parameter<readonly string[]> {
  return {
    name,
    type: "list of strings",
    read: (value, position) => {
      if (!isList(value)) throw wrongArgument("a list", value, position);
      return value.map((item) => {
        const written = textOf(item);
        if (written === undefined) throw wrongItem("a list of strings", item, position);
        return written;
      });
    },
  };
}

/** A map. */
export function map(name: string): Parameter<ValueMap> {
  return {
    name,
    type: "map",
    read: (value, position) => {
      if (!isMap(value)) throw wrongArgument("a map", value, position);
      return value;
    },
  };
}

/** A list of maps. */
export function maps(name: string): Parameter<readonly ValueMap[]> {
  return {
    name,
    type: "list of maps",
    read: (value, position) => {
      if (!isList(value)) throw wrongArgument("a list", value, position);
      return value.map((item) => {
        if (!isMap(item)) throw wrongItem("a list of maps", item, position);
        return item;
      });
    },
  };
}

/** A parameter whose argument may be left out. */
export function optional<T>(parameter: Parameter<T>): Parameter<T | undefined> {
  return { ...parameter, optional: true };
}

/** One argument or more, as the last parameter. */
export function many<T>(parameter: Parameter<T>): Parameter<readonly T[]> & { readonly each: Parameter<T> } {
  return { ...parameter, many: true, each: parameter, read: (value, position) => [parameter.read(value, position)] };
}
