import { describe, expect, test } from "vitest";
import fc from "fast-check";
import {
  addBusinessMs,
  addTime,
  businessMsBetween,
  type Calendar,
  calendarProblems,
  timeBetween,
} from "../../src/core/calendar.ts";
import { toIso } from "../../src/core/time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Hours = Calendar["hours"];
const everyDay = (...intervals: readonly (readonly [string, string])[]): Hours => ({
  mon: intervals,
  tue: intervals,
  wed: intervals,
  thu: intervals,
  fri: intervals,
  sat: intervals,
  sun: intervals,
});
const weekdays = (...intervals: readonly (readonly [string, string])[]): Hours => ({
  mon: intervals,
  tue: intervals,
  wed: intervals,
  thu: intervals,
  fri: intervals,
});
const aCalendar = (timeZone: string, hours: Hours, holidays: readonly string[] = []): Calendar => ({
  timeZone,
  hours,
  holidays,
});

const office = aCalendar("Europe/Berlin", weekdays(["09:00", "12:00"], ["13:00", "17:00"]), [
  "2026-12-25",
  "2026-12-26",
  "2027-01-01",
]);
const nights = (zone: string) => aCalendar(zone, everyDay(["22:00", "24:00"], ["00:00", "06:00"]));

const at = (iso: string): number => Date.parse(iso);
const due = (calendar: Calendar, from: string, ms: number): string => toIso(addBusinessMs(calendar, at(from), ms));

describe("with a calendar, minutes are business minutes", () => {
  const table: readonly (readonly [string, Calendar, string, number, string])[] = [
    ["within one interval", office, "2026-11-23T09:00+01:00", 60, "2026-11-23T10:00+01:00"],
    ["asked before opening", office, "2026-11-23T03:00+01:00", 60, "2026-11-23T10:00+01:00"],
    ["across lunch", office, "2026-11-23T11:30+01:00", 60, "2026-11-23T13:30+01:00"],
    ["asked during lunch", office, "2026-11-23T12:20+01:00", 1, "2026-11-23T13:01+01:00"],
    ["overnight", office, "2026-11-23T16:30+01:00", 60, "2026-11-24T09:30+01:00"],
    ["over the weekend", office, "2026-11-20T16:30+01:00", 60, "2026-11-23T09:30+01:00"],
    ["asked on a Sunday", office, "2026-11-22T12:00+01:00", 1, "2026-11-23T09:01+01:00"],
    ["over a holiday weekend", office, "2026-12-24T16:00+01:00", 120, "2026-12-28T10:00+01:00"],
    ["over New Year", office, "2026-12-31T16:30+01:00", 60, "2027-01-04T09:30+01:00"],
    ["a week of 35 hours", office, "2026-11-23T09:00+01:00", 35 * 60, "2026-11-27T17:00+01:00"],
    ["a week and a minute", office, "2026-11-23T09:00+01:00", 35 * 60 + 1, "2026-11-30T09:01+01:00"],
    ["over the spring change, same hours", office, "2027-03-26T16:00+01:00", 120, "2027-03-29T10:00+02:00"],
    ["over the autumn change, same hours", office, "2026-10-23T16:00+02:00", 120, "2026-10-26T10:00+01:00"],
  ];
  test.each(table)("%s", (_name, calendar, from, minutes, expected) => {
    expect(due(calendar, from, minutes * MINUTE)).toBe(toIso(at(expected)));
    expect(businessMsBetween(calendar, at(from), at(expected))).toBe(minutes * MINUTE);
  });

  test("due exactly at closing time is that closing time, not the next opening", () => {
    expect(due(office, "2026-11-20T16:00+01:00", HOUR)).toBe("2026-11-20T16:00:00.000Z");
    expect(due(office, "2026-11-23T11:00+01:00", HOUR)).toBe("2026-11-23T11:00:00.000Z");
  });

  test("nothing to add is the instant itself, open or not", () => {
    expect(due(office, "2026-11-22T12:34:56.789Z", 0)).toBe("2026-11-22T12:34:56.789Z");
  });

  test("24:00 may end an interval, and midnight between two open days is no gap", () => {
    const always = aCalendar("Europe/Berlin", everyDay(["00:00", "24:00"]));
    expect(due(always, "2026-11-23T23:30+01:00", HOUR)).toBe(toIso(at("2026-11-24T00:30+01:00")));
    expect(due(always, "2026-11-23T23:00+01:00", HOUR)).toBe(toIso(at("2026-11-24T00:00+01:00")));
  });

  test("a holiday closes the local day from midnight to midnight", () => {
    const kolkata = aCalendar("Asia/Kolkata", everyDay(["00:00", "24:00"]), ["2026-01-26"]);
    expect(businessMsBetween(kolkata, at("2026-01-25T18:30Z"), at("2026-01-26T18:30Z"))).toBe(0);
    expect(due(kolkata, "2026-01-25T23:59+05:30", 2 * MINUTE)).toBe(toIso(at("2026-01-27T00:01+05:30")));
  });

  test("intervals of a day may be written in any order", () => {
    const shuffled = aCalendar("Europe/Berlin", {
      mon: [
        ["13:00", "17:00"],
        ["09:00", "12:00"],
      ],
    });
    expect(due(shuffled, "2026-11-23T11:30+01:00", HOUR)).toBe(toIso(at("2026-11-23T13:30+01:00")));
  });

  test("a half-hour zone without changes of the clock keeps its hours all year", () => {
    const desk = aCalendar("Asia/Kolkata", weekdays(["10:00", "18:00"]));
    expect(due(desk, "2026-03-27T17:30+05:30", HOUR)).toBe(toIso(at("2026-03-30T10:30+05:30")));
    expect(businessMsBetween(desk, at("2025-12-31T18:30Z"), at("2026-12-31T18:30Z"))).toBe(261 * 8 * HOUR);
  });
});

describe("a night that gains or loses an hour gains or loses sixty minutes", () => {
  const table: readonly (readonly [string, string, string, number])[] = [
    ["Europe/Berlin", "2027-03-27T22:00+01:00", "2027-03-28T06:00+02:00", 7],
    ["Europe/Berlin", "2026-10-24T22:00+02:00", "2026-10-25T06:00+01:00", 9],
    ["America/New_York", "2027-03-13T22:00-05:00", "2027-03-14T06:00-04:00", 7],
    ["America/New_York", "2026-10-31T22:00-04:00", "2026-11-01T06:00-05:00", 9],
    ["Asia/Kolkata", "2027-03-27T22:00+05:30", "2027-03-28T06:00+05:30", 8],
    ["Australia/Lord_Howe", "2026-10-03T22:00+10:30", "2026-10-04T06:00+11:00", 7.5],
  ];
  test.each(table)("%s, from %s to %s: %d hours", (zone, from, to, hours) => {
    expect(businessMsBetween(nights(zone), at(from), at(to))).toBe(hours * HOUR);
    expect(due(nights(zone), from, hours * HOUR)).toBe(toIso(at(to)));
  });

  test("a local time that does not exist is never open", () => {
    const spring = (...interval: readonly [string, string]) => aCalendar("Europe/Berlin", { sun: [interval] });
    const [from, to] = [at("2027-03-28T00:00+01:00"), at("2027-03-29T00:00+02:00")];
    expect(businessMsBetween(spring("02:15", "02:45"), from, to)).toBe(0);
    expect(businessMsBetween(spring("02:30", "05:00"), from, to)).toBe(2 * HOUR);
    expect(businessMsBetween(spring("01:00", "02:30"), from, to)).toBe(HOUR);
    expect(toIso(addBusinessMs(spring("02:30", "05:00"), from, 1))).toBe("2027-03-28T01:00:00.001Z");
  });

  test("a local time that exists twice is open twice", () => {
    const autumn = (...interval: readonly [string, string]) => aCalendar("Europe/Berlin", { sun: [interval] });
    const [from, to] = [at("2026-10-25T00:00+02:00"), at("2026-10-26T00:00+01:00")];
    expect(businessMsBetween(autumn("02:15", "02:45"), from, to)).toBe(HOUR);
    expect(businessMsBetween(autumn("02:30", "05:00"), from, to)).toBe(3 * HOUR);
    expect(businessMsBetween(autumn("01:00", "02:30"), from, to)).toBe(2 * HOUR);
    expect(toIso(addBusinessMs(autumn("02:15", "02:45"), from, 31 * MINUTE))).toBe("2026-10-25T01:16:00.000Z");
  });

  test("a local day that does not exist (Samoa, 30 December 2011) has no hours", () => {
    const apia = aCalendar("Pacific/Apia", everyDay(["00:00", "24:00"]), ["2011-12-31"]);
    expect(due(apia, "2011-12-29T23:59-10:00", 2 * MINUTE)).toBe(toIso(at("2012-01-01T00:01+14:00")));
  });
});

describe("businessMsBetween", () => {
  test("backwards it is negative, and nothing is plain 0", () => {
    expect(businessMsBetween(office, at("2026-11-22T10:00Z"), at("2026-11-22T09:00Z"))).toBe(0);
    expect(businessMsBetween(office, at("2026-11-23T10:00+01:00"), at("2026-11-23T09:00+01:00"))).toBe(-HOUR);
  });

  test("a negative addition goes back by so much business time", () => {
    expect(due(office, "2026-11-23T09:30+01:00", -HOUR)).toBe(toIso(at("2026-11-20T16:30+01:00")));
    expect(due(office, "2027-01-04T09:00+01:00", -1)).toBe(toIso(at("2026-12-31T17:00+01:00") - 1));
  });
});

describe("a null calendar is the wall clock", () => {
  test("addTime and timeBetween", () => {
    expect(addTime(null, 1_000, 500)).toBe(1_500);
    expect(addTime(null, 1_000, -500)).toBe(500);
    expect(timeBetween(null, 1_000, 500)).toBe(-500);
    expect(addTime(office, at("2026-11-20T16:30+01:00"), HOUR)).toBe(at("2026-11-23T09:30+01:00"));
    expect(timeBetween(office, at("2026-11-20T16:30+01:00"), at("2026-11-23T09:30+01:00"))).toBe(HOUR);
  });
});

describe("bounds", () => {
  test("ten years of business minutes", () => {
    const tenYears = 5_256_000 * MINUTE;
    const from = at("2026-11-21T12:00Z");
    expect(businessMsBetween(office, from, addBusinessMs(office, from, tenYears))).toBe(tenYears);
  });

  test("what lies beyond the year 9999 is its end", () => {
    const lateNight = aCalendar("UTC", { mon: [["23:59", "24:00"]] });
    expect(due(lateNight, "9990-01-01T00:00Z", DAY)).toBe("9999-12-31T23:59:59.999Z");
  });

  test("a calendar that never opens throws instead of searching", () => {
    expect(() => addBusinessMs(aCalendar("UTC", {}), 0, 1)).toThrow(RangeError);
    expect(() => addBusinessMs(aCalendar("UTC", { mon: [] }), 0, -1)).toThrow(RangeError);
  });
});

describe("properties", () => {
  const zones = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
  ];
  const spelled = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const intervals = fc
    .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 6 })
    .map((quarters) => quarters.toSorted((a, b) => a - b).map((quarter) => spelled(quarter * 15)))
    .map((times) => times.flatMap((time, i) => (i % 2 === 1 ? [[times[i - 1] ?? "", time] as const] : [])));
  const days = fc.record({ mon: intervals, sun: intervals, wed: intervals }, { requiredKeys: ["sun"] });
  const holidays = fc.subarray(["2026-10-25", "2026-11-01", "2027-03-28", "2027-03-29", "2026-12-25"]);
  const calendars = fc.record({ timeZone: fc.constantFrom(...zones), hours: days, holidays });
  // Around both changes of the clock, and anywhere in ten years.
  const instants = fc.oneof(
    ...["2026-10-25", "2026-11-01", "2027-03-14", "2027-03-28", "2027-04-04", "2026-10-04"].map((date) =>
      fc.integer({ min: at(date) - 2 * DAY, max: at(date) + 2 * DAY }),
    ),
    fc.integer({ min: at("2024-01-01"), max: at("2034-01-01") }),
  );
  const durations = fc.oneof(
    fc.integer({ min: 0, max: 100 * HOUR }),
    fc.integer({ min: 0, max: 2_000 }).map((n) => n * 15 * MINUTE),
  );

  test("every generated calendar has no problems", () => {
    fc.assert(
      fc.property(calendars, (calendar) => {
        expect(calendarProblems(calendar)).toEqual([]);
      }),
    );
  });

  test("between(from, add(from, n)) is n, and no earlier instant will do", () => {
    fc.assert(
      fc.property(calendars, instants, durations, (calendar, from, ms) => {
        const dueAt = addBusinessMs(calendar, from, ms);
        expect(businessMsBetween(calendar, from, dueAt)).toBe(ms);
        if (ms > 0) expect(businessMsBetween(calendar, from, dueAt - 1)).toBe(ms - 1);
      }),
    );
  });

  test("between(add(from, -n), from) is n", () => {
    fc.assert(
      fc.property(calendars, instants, durations, (calendar, from, ms) => {
        expect(businessMsBetween(calendar, addBusinessMs(calendar, from, -ms), from)).toBe(ms);
      }),
    );
  });

  test("additivity: between(a, b) + between(b, c) is between(a, c), in any order of the three", () => {
    fc.assert(
      fc.property(calendars, instants, instants, instants, (calendar, a, b, c) => {
        const parts = businessMsBetween(calendar, a, b) + businessMsBetween(calendar, b, c);
        expect(parts).toBe(businessMsBetween(calendar, a, c));
      }),
    );
  });

  test("adding in two steps is adding at once", () => {
    fc.assert(
      fc.property(calendars, instants, durations, durations, (calendar, from, first, second) => {
        const stepwise = addBusinessMs(calendar, addBusinessMs(calendar, from, first), second);
        expect(stepwise).toBe(
          second === 0 ? addBusinessMs(calendar, from, first) : addBusinessMs(calendar, from, first + second),
        );
      }),
    );
  });

  test("monotony: later or longer is never earlier", () => {
    fc.assert(
      fc.property(calendars, instants, durations, durations, fc.nat(3 * DAY), (calendar, from, a, b, later) => {
        const [shorter, longer] = [Math.min(a, b), Math.max(a, b)];
        expect(addBusinessMs(calendar, from, shorter)).toBeLessThanOrEqual(addBusinessMs(calendar, from, longer));
        if (shorter > 0) {
          expect(addBusinessMs(calendar, from, shorter)).toBeLessThanOrEqual(
            addBusinessMs(calendar, from + later, shorter),
          );
        }
      }),
    );
  });

  test("it counts exactly the minutes at which a clock on the wall reads a time inside the hours", () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 0, max: 2 * 24 * 60 }), (calendar, start, minutes) => {
        const from = Math.floor(start / MINUTE) * MINUTE;
        expect(businessMsBetween(calendar, from, from + minutes * MINUTE)).toBe(
          openMinutesOnTheWall(calendar, from, minutes) * MINUTE,
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** The slow oracle: reads the wall clock once a minute, by the platform, and never computes an offset. */
const openMinutesOnTheWall = ({ timeZone, hours, holidays }: Calendar, from: number, minutes: number): number => {
  const wall = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  let open = 0;
  for (let minute = 0; minute < minutes; minute++) {
    const read = Object.fromEntries(wall.formatToParts(from + minute * MINUTE).map(({ type, value }) => [type, value]));
    if (holidays.includes(`${read.year}-${read.month}-${read.day}`)) continue;
    const time = `${read.hour}:${read.minute}`;
    const [, intervals = []] = Object.entries(hours).find(([day]) => day === read.weekday?.toLowerCase()) ?? [];
    if (intervals.some(([opens, closes]) => opens <= time && time < closes)) open++;
  }
  return open;
};

describe("a calendar that cannot be used is refused with its path", () => {
  const nineToFive: Hours = { mon: [["09:00", "17:00"]] };
  const table: readonly (readonly [string, Calendar, readonly string[]])[] = [
    ["usable", office, []],
    [
      "touching intervals and 24:00",
      aCalendar("UTC", {
        mon: [
          ["00:00", "12:00"],
          ["12:00", "24:00"],
        ],
      }),
      [],
    ],
    ["a fixed offset", aCalendar("+05:30", nineToFive), []],
    ["an unknown zone", aCalendar("Europe/Berlim", nineToFive), ["/timeZone"]],
    ["an empty zone", aCalendar("", nineToFive), ["/timeZone"]],
    ["no hours", aCalendar("UTC", {}), ["/hours"]],
    ["only empty days", aCalendar("UTC", { mon: [], tue: [] }), ["/hours"]],
    ["reversed", aCalendar("UTC", { mon: [["17:00", "09:00"]] }), ["/hours/mon/0"]],
    ["empty interval", aCalendar("UTC", { fri: [["09:00", "09:00"]] }), ["/hours/fri/0"]],
    [
      "overlap",
      aCalendar("UTC", {
        mon: [
          ["09:00", "12:00"],
          ["11:59", "17:00"],
        ],
      }),
      ["/hours/mon/1"],
    ],
    [
      "overlap out of order",
      aCalendar("UTC", {
        mon: [
          ["13:00", "17:00"],
          ["09:00", "13:01"],
        ],
      }),
      ["/hours/mon/1"],
    ],
    [
      "one within another",
      aCalendar("UTC", {
        mon: [
          ["09:00", "17:00"],
          ["12:00", "13:00"],
        ],
      }),
      ["/hours/mon/1"],
    ],
    ["opens at 24:00", aCalendar("UTC", { mon: [["24:00", "24:00"]] }), ["/hours/mon/0/0"]],
    ["closes after 24:00", aCalendar("UTC", { mon: [["09:00", "24:01"]] }), ["/hours/mon/0/1"]],
    ["misspelt times", aCalendar("UTC", { mon: [["9:00", "17:60"]] }), ["/hours/mon/0/0", "/hours/mon/0/1"]],
    ["with a line break", aCalendar("UTC", { mon: [["09:00", "17:00\n"]] }), ["/hours/mon/0/1"]],
    [
      "no such dates",
      aCalendar("UTC", nineToFive, ["2026-02-29", "2028-02-29", "2026-13-01", "25.12.2026"]),
      ["/holidays/0", "/holidays/2", "/holidays/3"],
    ],
    [
      "everything at once",
      aCalendar("X", { sun: [["b", "a"]] }, [""]),
      ["/timeZone", "/hours/sun/0/0", "/hours/sun/0/1", "/holidays/0"],
    ],
  ];
  test.each(table)("%s", (_name, calendar, paths) => {
    expect(calendarProblems(calendar).map(({ path }) => path)).toEqual(paths);
  });
});
