// An instant as people read it: how long ago or ahead, and when exactly.

import { type Instant, toIso } from "../../core/time.ts";
import { distanceWords, instantWords } from "./time-words.ts";

interface MomentProps {
  readonly at: Instant;
  readonly now: Instant;
}

/** `3 h ago`; the exact instant in its title and, for programs, in `datetime`. */
export const Ago = ({ at, now }: MomentProps) => (
  <time datetime={toIso(at)} title={instantWords(at)} data-distance="">
    {distanceWords(at, now)}
  </time>
);

/** `22 Nov 2026, 14:05:09 UTC (3 h ago)`. */
export const Moment = ({ at, now }: MomentProps) => (
  <>
    <time datetime={toIso(at)}>{instantWords(at)}</time> <span class="muted small">({distanceWords(at, now)})</span>
  </>
);
