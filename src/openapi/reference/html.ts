// HTML as text: what is put in is escaped unless it is HTML already. No more than the reference needs.

export interface Html {
  readonly html: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => ESCAPES[char] ?? char);

type Piece = string | number | Html | readonly Piece[];

const toText = (piece: Piece): string => {
  if (typeof piece === "string") return escape(piece);
  if (typeof piece === "number") return String(piece);
  return "html" in piece ? piece.html : piece.map(toText).join("");
};

export const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html => ({
  html: parts.map((part, at) => part + (pieces[at] === undefined ? "" : toText(pieces[at]))).join(""),
});

export const NOTHING: Html = { html: "" };

/** Text with `code` in backticks. */
export const prose = (text: string): Html => ({
  html: escape(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>"),
});
