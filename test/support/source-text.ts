// Reads TypeScript text just far enough to tell comments from code: which modules it imports, and what is left of it once
// the `Source:` notes are taken out. Not a parser: TypeScript 7 has no JavaScript API to borrow one from.

interface Piece {
  readonly kind: "code" | "comment";
  readonly text: string;
}

/** A slash begins a regular expression where no value can have ended just before it. */
const beforeRegExp = /(^|[(,=:[!&|?{};+*%~^<>-]|\b(?:return|typeof|case|in|of|void|delete|await|yield))\s*$/;

/** What opens at the beginning of the text; the first match wins. Templates may hold templates, so they are counted apart. */
const tokens = {
  comment: /^(?:\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))/,
  string: /^(?:"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?)/,
  regExp: /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/,
};

/** The text as code and comments, in order; the pieces joined are the text again. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let code = "";
  /** Depth of braces at which each open template's `${` was met. */
  const templates: number[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const comment = tokens.comment.exec(rest)?.[0];
    if (comment !== undefined) {
      found.push({ kind: "code", text: code }, { kind: "comment", text: comment });
      code = "";
      at += comment.length;
      continue;
    }
    const closesHole = rest.startsWith("}") && templates.at(-1) === depth;
    if (closesHole) templates.pop();
    const token = rest.startsWith("`") || closesHole ? templateChunk(rest) : (literal(rest, code) ?? rest.slice(0, 1));
    if (token.endsWith("${") && token.length > 1) templates.push(depth);
    else if (token === "{") depth += 1;
    else if (token === "}") depth -= 1;
    code += token;
    at += token.length;
  }
  found.push({ kind: "code", text: code });
  return found.filter((piece) => piece.text !== "");
}

/** From a backtick, or from the brace that ends a hole, to the template's end or its next hole, both included. */
function templateChunk(rest: string): string {
  return /^[`}](?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{|$)/.exec(rest)?.[0] ?? rest;
}

function literal(rest: string, codeBefore: string): string | undefined {
  const string = tokens.string.exec(rest)?.[0];
  if (string !== undefined) return string;
  return rest.startsWith("/") && beforeRegExp.test(codeBefore.slice(-20)) ? tokens.regExp.exec(rest)?.[0] : undefined;
}

const importForms = [
  /\b(?:import|export)\s[^"';]*?\bfrom\s*["']([^"'\n]+)["']/g,
  /\bimport\s*["']([^"'\n]+)["']/g,
  /\b(?:import|require)\s*\(\s*["'`]([^"'`\n]+)["'`]/g,
];

/** Every module that the text names in an import: values, types, re-exports, `import("…")`. Comments are not read. */
export function importsOf(text: string): string[] {
  const code = pieces(text)
    .map((piece) => (piece.kind === "code" ? piece.text : " "))
    .join("");
  const names = importForms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? ""));
  return [...new Set(names)];
}

/** The text without its notes of origin: in a comment, `Source:` and what follows it on that line. */
export function withoutSourceNotes(text: string): string {
  return pieces(text)
    .map((piece) => (piece.kind === "comment" ? piece.text.replace(/\bsource:[^\n]*/gi, "") : piece.text))
    .join("");
}
