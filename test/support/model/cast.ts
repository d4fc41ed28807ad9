// Who takes part in the model's stories: every role, inside and outside of the groups, people and machines.

import type { Actor } from "../../../src/core/review/actor.ts";
import { aPerson, aService } from "../builders.ts";

export const CAST: readonly Actor[] = [
  aPerson("olga", ["dev"]),
  aPerson("ann", ["a"]),
  aPerson("amy", ["a"]),
  aPerson("bob", ["b"]),
  aPerson("cat", ["a", "b"]),
  aPerson("otto", ["oncall"]),
  aPerson("eve", ["legal"]),
  aPerson("adam", [], "admin"),
  aPerson("ada", ["a"], "admin"),
  aPerson("will", ["dev", "b"], "owner"),
  aPerson("vic", ["a"], "viewer"),
  aPerson("aud", [], "auditor"),
  aService("bot"),
  aService("desk", "admin"),
];

/** A member who has left: ladders may still name them. */
export const GONE = aPerson("gone");

/** Active members only: a machine is told nothing. */
export const DIRECTORY = CAST.filter(({ kind }) => kind === "member");

/** A failure that names whom the story lacks. */
export const castMember = (id: string): Actor => {
  const found = CAST.find((actor) => actor.id === id);
  if (found === undefined) throw new Error(`nobody is called ${id}`);
  return found;
};
