// Deadlines, calendars, the ladder of escalation and the time an execution may take.
// Source: workspace.md 2; time.md 1, 5, 6, 7.

import * as z from "zod/mini";
import { calendarProblems } from "../../core/calendar.ts";
import { PRIORITIES } from "../../core/review/review.ts";
import {
  duplicateProblems,
  minutes,
  minutesOrNone,
  nameText,
  positiveInteger,
  reportProblems,
} from "../../http/document-atoms.ts";

const ENDINGS: readonly string[] = ["expire", "approve", "reject"];

const breachActions = z.array(z.enum(["flag", "escalate", "expire", "approve", "reject"])).check(
  z.superRefine((actions, context) => {
    const endings = actions.flatMap((action, at) => (ENDINGS.includes(action) ? [at] : []));
    reportProblems(
      context,
      endings
        .slice(1)
        .map((at) => ({ path: `/${at}`, message: "at most one of expire, approve and reject can end a review" })),
    );
  }),
);

const slaPolicy = (dialectNames: readonly string[]) =>
  z.strictObject({
    name: nameText,
    when: z._default(
      z.strictObject({
        dialects: z.exactOptional(z.array(z.enum(dialectNames))),
        priorities: z.exactOptional(z.array(z.enum(PRIORITIES))),
      }),
      {},
    ),
    dueInMinutes: minutes,
    atRiskPercent: z._default(z.int().check(z.minimum(1), z.maximum(99)), 75),
    calendar: z._default(z.nullable(nameText), null),
    onBreach: z._default(breachActions, ["flag"]),
  });

const interval = z.tuple([z.string(), z.string()]);
const intervals = z.exactOptional(z.array(interval));

const calendar = z
  .strictObject({
    name: nameText,
    timeZone: z.string(),
    hours: z.strictObject({
      mon: intervals,
      tue: intervals,
      wed: intervals,
      thu: intervals,
      fri: intervals,
      sat: intervals,
      sun: intervals,
    }),
    holidays: z._default(z.array(z.string()), []),
  })
  .check(z.superRefine((value, context) => reportProblems(context, calendarProblems(value))));

export const sla = (dialectNames: readonly string[]) =>
  z._default(
    z
      .strictObject({
        policies: z._default(z.array(slaPolicy(dialectNames)), []),
        calendars: z._default(z.array(calendar), []),
      })
      .check(
        z.superRefine(({ policies, calendars }, context) => {
          const known = new Set(calendars.map(({ name }) => name));
          reportProblems(context, [
            ...duplicateProblems(
              policies.map(({ name }) => name),
              (at) => `/policies/${at}/name`,
              "is the name of another policy",
            ),
            ...duplicateProblems(
              calendars.map(({ name }) => name),
              (at) => `/calendars/${at}/name`,
              "is the name of another calendar",
            ),
            ...policies.flatMap((policy, at) =>
              policy.calendar === null || known.has(policy.calendar)
                ? []
                : [{ path: `/policies/${at}/calendar`, message: "is not a calendar of this document" }],
            ),
          ]);
        }),
      ),
    { policies: [], calendars: [] },
  );

/** Who a target names is asked of the members: see cross-checks.ts. */
const target = z
  .string()
  .check(z.regex(/^(?:member|group|role):.+$/s, "must be member:<id>, group:<name> or role:<role>"));

const rung = z.strictObject({
  afterMinutes: minutesOrNone,
  to: z.array(target).check(z.minLength(1, "must name at least one target")),
});

export const escalation = z._default(z.strictObject({ ladder: z._default(z.array(rung), []) }), { ladder: [] });

const DEFAULT_EXECUTION_MINUTES = 15;

export const execution = z._default(
  z.strictObject({ deadlineMinutes: z._default(minutes, DEFAULT_EXECUTION_MINUTES) }),
  { deadlineMinutes: DEFAULT_EXECUTION_MINUTES },
);

export const rateLimits = z._default(
  z.strictObject({ perMinute: z.exactOptional(positiveInteger), assignPerMinute: z.exactOptional(positiveInteger) }),
  {},
);
