// A deadline on a page: words, a class for its colour, and the instants from which the island counts on.

import { type Instant, toIso } from "../../core/time.ts";
import { type SlaFacts, slaWords } from "./sla-words.ts";

/**
 * `data-due`, `data-risk` (milliseconds since 1970) stand only where the words change with time: an open review whose
 * clock runs. A breach that was written stands in `data-breached`.
 */
export const SlaText = ({ facts, now }: { readonly facts: SlaFacts; readonly now: Instant }) => {
  const { tone, words } = slaWords(facts, now);
  const { sla, pausedAt, isOpen } = facts;
  const className = `sla sla-${tone}`;
  if (sla === null) return <span class={className}>{words}</span>;
  const counts = isOpen && (pausedAt === null || sla.breachedAt !== null);
  // What was warned of stays at risk, wherever its deadline was moved since.
  const riskAt = sla.status === "at_risk" ? 0 : sla.atRiskAt;
  return (
    <time
      class={className}
      datetime={toIso(sla.dueAt)}
      {...(counts ? { "data-due": String(sla.dueAt) } : {})}
      {...(counts && riskAt !== null ? { "data-risk": String(riskAt) } : {})}
      {...(counts && sla.breachedAt !== null ? { "data-breached": String(sla.breachedAt) } : {})}
    >
      {words}
    </time>
  );
};
