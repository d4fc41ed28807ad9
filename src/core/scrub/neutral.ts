// What looks like a number of somebody's and never is: UUIDs and dates. They are set aside before numbers are looked
// for, so that no find can begin, end or lie within one. Source: spec/adjudon.md ruling 13 ("Never dates, UUIDs").

const UUID = String.raw`(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])`;

const YEAR = String.raw`(?:19|20)\d\d`;
const DAY_OR_MONTH = String.raw`(?:0?[1-9]|[12]\d|3[01])`;

/** Year first or last, one separator throughout. A clock time after it has colons, which belong to no number we seek. */
const DATE = ["-", String.raw`\.`, String.raw`\/`]
  .flatMap((separator) => [
    [YEAR, DAY_OR_MONTH, DAY_OR_MONTH].join(separator),
    [DAY_OR_MONTH, DAY_OR_MONTH, YEAR].join(separator),
  ])
  .join("|");

const NEUTRAL = new RegExp(String.raw`(${UUID}|(?<!\d[\-.]?)(?:${DATE})(?!\d))`, "v");

export interface Part {
  readonly text: string;
  readonly isNeutral: boolean;
}

/** The text in parts, in order: UUIDs and dates, and what lies between them. */
export const splitAtNeutral = (text: string): readonly Part[] =>
  text.split(NEUTRAL).map((part, index) => ({ text: part, isNeutral: index % 2 === 1 }));
