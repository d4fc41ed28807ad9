// The pictures of what is open, each with the table of its numbers: depth, age, by API.

import type { AgeCount } from "../../app/metrics-series.ts";
import type { MetricStep } from "../../core/metric-series.ts";
import { STATUS_WORDS } from "../components/badge.tsx";
import { Foreign } from "../components/foreign-text.tsx";
import { Bars, Chart, Figure, Legend, niceMaximum, Table } from "./chart.tsx";
import { count, percent, type PicturesProps, seconds, stepHead, stepRows, ticksOf } from "./pictures.ts";
import { stepLabel } from "./range.ts";

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
