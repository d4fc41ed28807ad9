// Members: every API's agent, user and reviewer. Source: workspace.md 2.

import * as z from "zod/mini";
import { duplicateProblems, idText, nameList, reportProblems } from "../../http/document-atoms.ts";

export const ROLES = ["owner", "admin", "member", "viewer", "auditor"] as const;

/** One `@` between two things that are not white space: whether mail arrives is not ours to know. */
const emailText = z.string().check(z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address"));

const member = z.strictObject({
  id: idText,
  email: emailText,
  name: z._default(z.string().check(z.maxLength(256)), ""),
  role: z.enum(ROLES),
  groups: z._default(nameList, []),
  slackId: z._default(z.string().check(z.maxLength(256)), ""),
  active: z._default(z.boolean(), true),
});

export const members = z._default(
  z.array(member).check(
    z.superRefine((list, context) => {
      const ids = list.map(({ id }) => id);
      const emails = list.map(({ email }) => email.toLowerCase());
      reportProblems(context, [
        ...duplicateProblems(ids, (at) => `/${at}/id`, "is the id of another member"),
        ...duplicateProblems(emails, (at) => `/${at}/email`, "is the e-mail address of another member"),
      ]);
    }),
  ),
  [],
);
