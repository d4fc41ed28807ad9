// The engine of users' regular expressions: RE2, in time linear in the text. It is a fifth of the whole Worker and few
// workspaces have a pattern, so it is loaded once, by whoever is about to read a document that has one.

type Engine = typeof import("re2js");

let engine: Engine | null = null;

/** Before conditions with a pattern are compiled. At once when it is here already. */
export const loadRegularExpressions = async (): Promise<void> => {
  engine ??= await import("re2js");
};

/** Whether a document's JSON text may hold a `regex` condition; a text that only mentions the word says yes as well. */
export const mayHoldPattern = (json: string): boolean => json.includes('"regex"');

/** Throws when nobody loaded it: that is a mistake of the caller, never of a document. */
export const regularExpressions = (): Engine => {
  if (engine === null) throw new Error("regular expressions were not loaded");
  return engine;
};
