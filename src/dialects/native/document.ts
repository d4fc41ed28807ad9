// What the native API reads from the workspace document: whom a body may name. Brings no keys of its own.

export { findMember, isAssignable, lastResort, membersNamed } from "../../app/named-members.ts";
