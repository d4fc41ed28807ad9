// Who somebody is, in words: members by the name that the workspace knows, everybody else by what they are.

import type { Member } from "../../app/workspace-document.ts";
import type { Person } from "../../core/review/actor.ts";
import { Foreign } from "./foreign-text.tsx";

/** What is kept of a person for ever: the trail knows no more. */
export type PersonRef = Pick<Person, "kind" | "id">;

/** Name of a person, as it is now; an id whose member is gone is shown as it is. */
export type NameOf = (person: PersonRef) => string;

export const namesOf = (members: readonly Member[]): NameOf => {
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return ({ kind, id }) => (kind === "member" ? names.get(id) || id : id);
};

/** `you` where the reader is meant. Machines and policies are called what they are. */
export const Who = ({
  person,
  nameOf,
  you,
  begins = false,
}: {
  readonly person: PersonRef;
  readonly nameOf: NameOf;
  readonly you?: PersonRef | undefined;
  /** At the beginning of a sentence. */
  readonly begins?: boolean;
}) => {
  if (you?.kind === person.kind && you.id === person.id) return <>{begins ? "You" : "you"}</>;
  const name = <Foreign text={nameOf(person)} />;
  switch (person.kind) {
    case "member":
      return name;
    case "service":
      return (
        <>
          {begins ? "The" : "the"} service {name}
        </>
      );
    case "policy":
      return (
        <>
          {begins ? "The" : "the"} policy {name}
        </>
      );
  }
};
