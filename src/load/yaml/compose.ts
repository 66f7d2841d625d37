import { Composer, Lexer, Parser, type Document, type LineCounter } from "yaml";
import { MAX_DEPTH, MAX_TOKENS } from "./limits.ts";

/** The limit that a text exceeds, and the offset where it does. */
interface Excess {
  readonly limit: "depth" | "tokens";
  readonly offset: number;
}

/** The first two documents of a text, or the limit that it exceeds. */
export type Composed =
  | { readonly ok: true; readonly documents: readonly Document.Parsed[] }
  | { readonly ok: false; readonly excess: Excess };

type Options = ConstructorParameters<typeof Composer>[0];

/**
 * Parses a text as `parseAllDocuments` does, and stops at a limit: the parser's time and memory grow with the number of tokens,
 * and composing the tree recurses into each nested collection.
 */
export function composeWithinLimits(text: string, lines: LineCounter, options: Options): Composed {
  const parser = new Parser(lines.addNewLine);
  const tokens: Token[] = [];
  let count = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    count += 1;
    if (parser.stack.length > MAX_DEPTH) return exceeds("depth", parser.offset);
    if (count > MAX_TOKENS) return exceeds("tokens", parser.offset);
  }
  for (const token of parser.end()) tokens.push(token);
  return { ok: true, documents: firstTwo(new Composer(options).compose(tokens)) };
}

type Token = Parameters<Composer["next"]>[0];

function exceeds(limit: Excess["limit"], offset: number): Composed {
  return { ok: false, excess: { limit, offset: Math.max(0, offset - 1) } };
}

function firstTwo(documents: Iterable<Document.Parsed>): Document.Parsed[] {
  const first: Document.Parsed[] = [];
  for (const document of documents) {
    first.push(document);
    if (first.length === 2) break;
  }
  return first;
}
