// The pictures of time: how long decisions take, and which deadlines were met.

import { Bars, Chart, Figure, Legend, niceMaximum, Spreads, Table } from "./chart.tsx";
import { count, percent, type PicturesProps, seconds, stepHead, stepRows, ticksOf } from "./pictures.ts";
import { stepLabel } from "./range.ts";

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
