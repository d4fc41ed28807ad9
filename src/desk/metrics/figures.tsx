// The pictures of a workspace, each with the table of its numbers: depth, age, time to decision, SLA, by API.

import type { AgeCount, Series } from "../../app/metrics-series.ts";
import type { MetricStep } from "../../core/metric-series.ts";
import { STATUS_WORDS } from "../components/badge.tsx";
import { Foreign } from "../components/foreign-text.tsx";
import { durationWords } from "../components/time-words.ts";
import { Bars, Chart, Figure, Legend, niceMaximum, Spreads, Table, type Tick } from "./chart.tsx";
import { type Range, stepLabel } from "./range.ts";

export interface PicturesProps {
  readonly series: Series;
  readonly range: Range;
}

const number = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const count = (value: number): string => number.format(value);
const percent = (share: number | null): string => (share === null ? "–" : `${Math.round(share * 100)} %`);
const seconds = (value: number | null): string =>
  value === null ? "–" : value < 60 ? `${value} s` : durationWords(value * 1_000);

/** First, middle and last step. */
const ticksOf = ({ series: { steps }, range }: PicturesProps): readonly Tick[] => {
  const at = (index: number): string => stepLabel(range, steps[index]?.from ?? 0);
  const last = steps.length - 1;
  const middle = Math.floor(steps.length / 2);
  return [
    { at: 0, label: at(0), anchor: "start" },
    { at: (middle + 0.5) / steps.length, label: at(middle), anchor: "middle" },
    { at: 1, label: at(last), anchor: "end" },
  ];
};

const stepHead = ({ width }: Range): string => (width < 86_400_000 ? "Hour (UTC)" : "Day (UTC)");

/** The latest first: what somebody looks for in a long table. */
const stepRows = <T,>(steps: readonly MetricStep[], row: (step: MetricStep) => T): readonly T[] =>
  steps.map(row).toReversed();

const depthOf = ({ depth }: MetricStep, status: "pending" | "in_progress"): number => depth[status] ?? 0;

export const Depth = (props: PicturesProps) => {
  const { series, range } = props;
  const { steps, open } = series;
  const totals = steps.map((step) => depthOf(step, "pending") + depthOf(step, "in_progress"));
  const maximum = niceMaximum(Math.max(...totals));
  const now = `${open.total} open now: ${open.byStatus["pending"] ?? 0} pending, ${open.byStatus["in_progress"] ?? 0} in progress`;
  return (
    <Figure heading="Depth" lead={`${now}.`} id="depth">
      <div>
        <Chart
          name="depth-chart"
          title="Open reviews over time, by status"
          description={`${now}. Between ${Math.min(...totals)} and ${Math.max(...totals)} in the last ${range.label}.`}
          maximum={maximum}
          format={count}
          ticks={ticksOf(props)}
        >
          <Bars
            maximum={maximum}
            bars={steps.map((step) => ({
              parts: [
                { value: depthOf(step, "in_progress"), className: "series-2" },
                { value: depthOf(step, "pending"), className: "series-1" },
              ],
              hint: `${stepLabel(range, step.from)}: ${depthOf(step, "pending")} pending, ${depthOf(step, "in_progress")} in progress`,
            }))}
          />
        </Chart>
        <Legend
          entries={[
            { className: "series-1", label: STATUS_WORDS.pending },
            { className: "series-2", label: STATUS_WORDS.in_progress },
          ]}
        />
      </div>
      <Table
        caption="Open at the end of each step, and what came and went in it"
        heads={[stepHead(range), "Pending", "In progress", "Opened", "Settled"]}
        rows={stepRows(steps, (step) => [
          stepLabel(range, step.from),
          depthOf(step, "pending"),
          depthOf(step, "in_progress"),
          step.range.opened,
          step.range.settled,
        ])}
      />
    </Figure>
  );
};

const ageLabel = ({ fromMs, toMs }: AgeCount): string => {
  const short = (ms: number): string => (ms < 86_400_000 ? `${ms / 3_600_000} h` : `${ms / 86_400_000} d`);
  return toMs === null ? `> ${short(fromMs)}` : `< ${short(toMs)}`;
};

const ageCount = ({ count: counted, isMore }: AgeCount): string => (isMore ? `more than ${counted}` : String(counted));

export const Ages = ({ series: { ages, open } }: PicturesProps) => {
  const maximum = niceMaximum(Math.max(...ages.map((age) => age.count)));
  const said = ages.map((age) => `${ageLabel(age)}: ${ageCount(age)}`).join("; ");
  return (
    <Figure heading="Age" lead={`How long the ${open.total} open reviews have been waiting.`} id="age">
      <Chart
        name="age-chart"
        title="Open reviews by age"
        description={said}
        maximum={maximum}
        format={count}
        ticks={ages.map((age, index) => ({
          at: (index + 0.5) / ages.length,
          label: ageLabel(age),
          anchor: "middle",
        }))}
      >
        <Bars
          maximum={maximum}
          bars={ages.map((age) => ({
            parts: [{ value: age.count, className: "series-1" }],
            hint: `${ageLabel(age)}: ${ageCount(age)}`,
          }))}
        />
      </Chart>
      <Table
        caption="Open reviews by age"
        heads={["Age", "Open"]}
        rows={ages.map((age) => [ageLabel(age), ageCount(age)])}
      />
    </Figure>
  );
};

/** Whole hours, minutes or seconds, whichever the maximum is made of: a scale that people know. */
const niceSeconds = (value: number): number => {
  const unit = value > 86_400 ? 86_400 : value > 3_600 ? 3_600 : value > 60 ? 60 : 1;
  return niceMaximum(Math.ceil(value / unit)) * unit;
};

const axisSeconds = (value: number): string => {
  if (value >= 86_400) return `${round1(value / 86_400)} d`;
  if (value >= 3_600) return `${round1(value / 3_600)} h`;
  if (value >= 60) return `${round1(value / 60)} min`;
  return value === 0 ? "0" : `${round1(value)} s`;
};
const round1 = (value: number): number => Math.round(value * 10) / 10;

export const TimeToDecision = (props: PicturesProps) => {
  const { series, range } = props;
  const { timeToDecisionSeconds: all } = series.range;
  const spreads = series.steps.map(({ from, range: { timeToDecisionSeconds: one } }) =>
    one.p50 === null || one.p90 === null
      ? null
      : {
          low: one.p50,
          high: one.p90,
          hint: `${stepLabel(range, from)}: half within ${seconds(one.p50)}, nine of ten within ${seconds(one.p90)}`,
        },
  );
  const maximum = niceSeconds(Math.max(1, ...spreads.map((spread) => spread?.high ?? 0)));
  const said =
    all.count === 0
      ? `Nothing was decided in the last ${range.label}.`
      : `Of ${all.count} decisions half came within ${seconds(all.p50)}, nine of ten within ${seconds(all.p90)}.`;
  return (
    <Figure heading="Time to decision" lead={said} id="time">
      <div>
        <Chart
          name="time-chart"
          title="Time from opening to decision, median and 90th percentile"
          description={said}
          maximum={maximum}
          format={axisSeconds}
          ticks={ticksOf(props)}
        >
          <Spreads spreads={spreads} maximum={maximum} />
        </Chart>
        <p class="muted small">A dot is the median, the bar above it the 90th percentile.</p>
      </div>
      <Table
        caption="Time to decision in each step"
        heads={[stepHead(range), "Decided", "Median", "90 %"]}
        rows={stepRows(series.steps, ({ from, range: { timeToDecisionSeconds: one } }) => [
          stepLabel(range, from),
          one.count,
          seconds(one.p50),
          seconds(one.p90),
        ])}
      />
    </Figure>
  );
};

export const SlaHits = (props: PicturesProps) => {
  const { series, range } = props;
  const { met, breached, hitRate } = series.range.sla;
  const totals = series.steps.map(({ range: { sla } }) => sla.met + sla.breached);
  const maximum = niceMaximum(Math.max(...totals));
  const said =
    hitRate === null
      ? `No deadline was met or missed in the last ${range.label}.`
      : `${percent(hitRate)} in time: ${met} met, ${breached} breached.`;
  return (
    <Figure heading="Deadlines" lead={said} id="sla">
      <div>
        <Chart
          name="sla-chart"
          title="Deadlines met and breached over time"
          description={said}
          maximum={maximum}
          format={count}
          ticks={ticksOf(props)}
        >
          <Bars
            maximum={maximum}
            bars={series.steps.map(({ from, range: { sla } }) => ({
              parts: [
                { value: sla.met, className: "series-good" },
                { value: sla.breached, className: "series-bad" },
              ],
              hint: `${stepLabel(range, from)}: ${sla.met} met, ${sla.breached} breached`,
            }))}
          />
        </Chart>
        <Legend
          entries={[
            { className: "series-bad", label: "breached" },
            { className: "series-good", label: "met" },
          ]}
        />
      </div>
      <Table
        caption="Deadlines in each step"
        heads={[stepHead(range), "Met", "Breached", "In time"]}
        rows={stepRows(series.steps, ({ from, range: { sla } }) => [
          stepLabel(range, from),
          sla.met,
          sla.breached,
          percent(sla.hitRate),
        ])}
      />
    </Figure>
  );
};

export const ByDialect = ({ series: { byDialect } }: PicturesProps) => {
  const maximum = niceMaximum(Math.max(0, ...byDialect.map(({ open }) => open.total)));
  const said = byDialect.map(({ dialect, open }) => `${dialect}: ${open.total} open`).join("; ");
  if (byDialect.length === 0) return null;
  return (
    <Figure heading="By API" lead="What is open now, and what happened, of each API." id="dialects">
      <Chart
        name="dialect-chart"
        title="Open reviews by API"
        description={said}
        maximum={maximum}
        format={count}
        ticks={byDialect.map(({ dialect }, index) => ({
          at: (index + 0.5) / byDialect.length,
          label: dialect.slice(0, 8),
          anchor: "middle",
        }))}
      >
        <Bars
          maximum={maximum}
          bars={byDialect.map(({ dialect, open }) => ({
            parts: [
              { value: open.byStatus["in_progress"] ?? 0, className: "series-2" },
              { value: open.byStatus["pending"] ?? 0, className: "series-1" },
            ],
            hint: `${dialect}: ${open.total} open`,
          }))}
        />
      </Chart>
      <Table
        caption="Figures of each API"
        heads={["API", "Open", "Opened", "Settled", "Median", "90 %", "In time"]}
        rows={byDialect.map(({ dialect, open, range }) => [
          <Foreign text={dialect} />,
          open.total,
          range.opened,
          range.settled,
          seconds(range.timeToDecisionSeconds.p50),
          seconds(range.timeToDecisionSeconds.p90),
          percent(range.sla.hitRate),
        ])}
      />
    </Figure>
  );
};
