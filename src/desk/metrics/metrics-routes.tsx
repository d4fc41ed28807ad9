// GET /desk/metrics: the figures of the workspace as pictures, for whoever may ask the API for them.
// Source: issue "The desk people like to sit at", Build 6; time.md 9 (owners, admins, auditors).

import { isAdministrator } from "../../core/review/actor.ts";
import type { Desk, DeskContext } from "../context.ts";
import { methodNotAllowed, notAllowed, notFound, tryAgain } from "../errors.tsx";
import { page } from "../layout.tsx";
import { Ages, ByDialect, Depth } from "./figures.tsx";
import { RANGES, readRange } from "./range.ts";
import { SlaHits, TimeToDecision } from "./time-figures.tsx";

const PATH = "/desk/metrics";

interface ChoiceProps {
  readonly range: string;
  readonly dialect: string | null;
  readonly dialects: readonly string[];
}

/** Works without a script: choosing is sending. */
const Choice = ({ range, dialect, dialects }: ChoiceProps) => (
  <form class="actions" method="get" action={PATH}>
    <label for="range">Last</label>
    <select id="range" name="range">
      {RANGES.map(({ name, label }) => (
        <option value={name} selected={name === range}>
          {label}
        </option>
      ))}
    </select>
    <label for="dialect">API</label>
    <select id="dialect" name="dialect">
      <option value="">all</option>
      {dialects.map((name) => (
        <option value={name} selected={name === dialect}>
          {name}
        </option>
      ))}
    </select>
    <button type="submit">Show</button>
  </form>
);

const getMetrics = async (c: DeskContext, dialects: readonly string[]): Promise<Response> => {
  const { principal, services, now } = c.var;
  const { role } = principal.actor;
  if (!isAdministrator(role) && role !== "auditor") {
    return notAllowed("Figures of the workspace are for owners, admins and auditors.", c);
  }
  const range = readRange(c.req.query("range"));
  const dialect = c.req.query("dialect") || null;
  if (range === null || (dialect !== null && !dialects.includes(dialect))) return notFound(c);
  const { width, steps } = range;
  const read = await services.metricsSeries({ workspaceId: principal.workspaceId, now, width, steps, dialect });
  if (!read.ok) return tryAgain();
  const shown = { series: read.value, range };
  return page(
    c,
    { title: "Metrics", active: "metrics" },
    <>
      <div class="page-head">
        <h1>Metrics</h1>
        <Choice range={range.name} dialect={dialect} dialects={dialects} />
      </div>
      <div class="figures">
        <Depth {...shown} />
        <Ages {...shown} />
        <TimeToDecision {...shown} />
        <SlaHits {...shown} />
        <ByDialect {...shown} />
      </div>
    </>,
  );
};

/** `dialects`: names of all APIs that reviews come through. */
export const addMetricsRoutes = (desk: Desk, dialects: readonly string[]): void => {
  desk.get(PATH, (c) => getMetrics(c, dialects)).all(PATH, () => methodNotAllowed("GET, HEAD"));
};
