// Pictures made of plain SVG: geometry in attributes, colour by class, a title and a description for who cannot see them.
// Sizes are those of the view box; small enough that text stays legible on a narrow screen.

import type { Child } from "hono/jsx";

export const WIDTH = 300;
export const HEIGHT = 165;
const LEFT = 38;
const RIGHT = 4;
const TOP = 10;
const BOTTOM = 22;

export interface Plot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const PLOT: Plot = { x: LEFT, y: TOP, width: WIDTH - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM };

/** The smallest of 1, 2, 4, 6, 8, 10, 20, 40, … that is not below the value: half of it is a whole number, but for 1. */
export const niceMaximum = (value: number): number => {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((step) => step * power).find((edge) => edge >= value) ?? 10 * power;
};

/** A number of the view box: short, so that a page of bars stays small. */
export const round = (value: number): number => Math.round(value * 100) / 100;

interface AxisProps {
  readonly maximum: number;
  readonly format: (value: number) => string;
}

/** Three lines with their values: nothing, half, all. Half is left out where it is no value of its own. */
const ValueAxis = ({ maximum, format }: AxisProps) => {
  const values = maximum > 1 ? [0, maximum / 2, maximum] : [0, maximum];
  return (
    <g class="axis">
      {values.map((value) => {
        const y = round(PLOT.y + PLOT.height * (1 - value / maximum));
        return (
          <>
            <line class="grid" x1={PLOT.x} x2={PLOT.x + PLOT.width} y1={y} y2={y} />
            <text x={PLOT.x - 5} y={y + 4} text-anchor="end">
              {format(value)}
            </text>
          </>
        );
      })}
    </g>
  );
};

export interface Tick {
  /** Of the plot, 0 to 1. */
  readonly at: number;
  readonly label: string;
  readonly anchor: "start" | "middle" | "end";
}

export interface ChartProps extends AxisProps {
  /** One word; makes the ids of the picture. */
  readonly name: string;
  readonly title: string;
  /** What somebody would read off the picture. */
  readonly description: string;
  readonly ticks: readonly Tick[];
  readonly children?: Child;
}

export const Chart = ({ name, title, description, maximum, format, ticks, children }: ChartProps) => (
  <svg
    class="chart"
    viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    role="img"
    aria-labelledby={`${name}-title`}
    aria-describedby={`${name}-description`}
  >
    <title id={`${name}-title`}>{title}</title>
    <desc id={`${name}-description`}>{description}</desc>
    <ValueAxis maximum={maximum} format={format} />
    {children}
    <g class="axis">
      {ticks.map(({ at, label, anchor }) => (
        <text x={round(PLOT.x + PLOT.width * at)} y={HEIGHT - 6} text-anchor={anchor}>
          {label}
        </text>
      ))}
    </g>
  </svg>
);

/** One bar, made of parts from the bottom up. */
export interface Bar {
  readonly parts: readonly { readonly value: number; readonly className: string }[];
  /** Said where the pointer rests. */
  readonly hint: string;
}

/** Share of a bar's place that stays empty, and the widest that a bar gets where there are few. */
const GAP = 0.25;
const MAX_BAR_WIDTH = 36;

export const Bars = ({ bars, maximum }: { readonly bars: readonly Bar[]; readonly maximum: number }) => {
  const place = PLOT.width / Math.max(1, bars.length);
  const width = Math.min(MAX_BAR_WIDTH, place * (1 - GAP));
  return (
    <>
      {bars.map(({ parts, hint }, index) => {
        const x = round(PLOT.x + place * (index + 0.5) - width / 2);
        let below = 0;
        return (
          <g>
            <title>{hint}</title>
            {parts.map(({ value, className }) => {
              below += value;
              const height = round((PLOT.height * value) / maximum);
              const y = round(PLOT.y + PLOT.height * (1 - below / maximum));
              return value === 0 ? null : <rect class={className} x={x} y={y} width={round(width)} height={height} />;
            })}
          </g>
        );
      })}
    </>
  );
};

/** From one value to a higher one: a line with a dot at its lower and a bar at its upper end. Null: nothing there. */
export interface Spread {
  readonly low: number;
  readonly high: number;
  readonly hint: string;
}

export const Spreads = ({
  spreads,
  maximum,
}: {
  readonly spreads: readonly (Spread | null)[];
  readonly maximum: number;
}) => {
  const place = PLOT.width / Math.max(1, spreads.length);
  const yOf = (value: number): number => round(PLOT.y + PLOT.height * (1 - value / maximum));
  const half = round(Math.min(5, place * 0.35));
  return (
    <>
      {spreads.map((spread, index) => {
        if (spread === null) return null;
        const x = round(PLOT.x + place * (index + 0.5));
        const [low, high] = [yOf(spread.low), yOf(spread.high)];
        return (
          <g>
            <title>{spread.hint}</title>
            <line class="spread" x1={x} x2={x} y1={low} y2={high} />
            <line class="spread" x1={x - half} x2={x + half} y1={high} y2={high} />
            <circle class="series-1" cx={x} cy={low} r={round(Math.min(4, Math.max(2, half)))} />
          </g>
        );
      })}
    </>
  );
};

/** Which colour is what; the order is that of the parts, from the top. */
export const Legend = ({
  entries,
}: {
  readonly entries: readonly { readonly className: string; readonly label: string }[];
}) => (
  <ul class="plain legend">
    {entries.map(({ className, label }) => (
      <li>
        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
          <rect class={className} width="10" height="10" />
        </svg>
        {label}
      </li>
    ))}
  </ul>
);

export interface TableProps {
  readonly caption: string;
  readonly heads: readonly Child[];
  /** The first cell of each row heads it. */
  readonly rows: readonly (readonly Child[])[];
}

/** The numbers of a picture; scrolls by itself where there are many. */
export const Table = ({ caption, heads, rows }: TableProps) => (
  <div class="wide-table chart-table" role="region" aria-label={caption} tabindex={0}>
    <table>
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([first, ...rest]) => (
          <tr>
            <th scope="row">{first}</th>
            {rest.map((cell) => (
              <td>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

/** A picture, its legend and its table, under one heading. */
export const Figure = ({
  heading,
  lead,
  id,
  children,
}: {
  readonly heading: string;
  readonly lead: Child;
  readonly id: string;
  readonly children?: Child;
}) => (
  <section class="card figure" aria-labelledby={id}>
    <h2 id={id}>{heading}</h2>
    <p class="muted">{lead}</p>
    <div class="figure-parts">{children}</div>
  </section>
);
