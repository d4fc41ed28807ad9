// The deliveries of one endpoint: what was sent, what came of each attempt, and sending it again.

import type { Delivery } from "../../app/endpoint-ports.ts";
import type { AttemptRecord, DeliveryStatus } from "../../app/webhook-ports.ts";
import type { Instant } from "../../core/time.ts";
import { Foreign, LongText } from "../components/foreign-text.tsx";
import { Ago, Moment } from "../components/moment.tsx";
import type { DeskContext } from "../context.ts";
import { FormSecrets } from "../form.tsx";
import { reviewPath } from "../routes.ts";

const STATUS_TONE = {
  pending: "badge badge-accent",
  delivered: "badge badge-good",
  failed: "badge badge-bad",
} as const satisfies Record<DeliveryStatus, string>;

/** What came of one request, in a line: the answer's status, or why there was none. */
const outcomeWords = ({ statusCode, error }: AttemptRecord): string => {
  if (statusCode !== null) return `answered ${statusCode}`;
  return error ?? "no answer";
};

const Attempt = ({ attempt, now }: { readonly attempt: AttemptRecord; readonly now: Instant }) => (
  <li>
    <p>
      <Moment at={attempt.at} now={now} />: <Foreign text={outcomeWords(attempt)} />, after {attempt.latencyMs} ms
    </p>
    {attempt.statusCode !== null && attempt.error !== null ? <LongText text={attempt.error} /> : null}
    {attempt.responseBody === null || attempt.responseBody === "" ? null : (
      <div class="texts">
        <LongText text={attempt.responseBody} />
      </div>
    )}
  </li>
);

const Replay = ({ c, delivery }: { readonly c: DeskContext; readonly delivery: Delivery }) => (
  <form method="post" action={`/desk/webhooks/${encodeURIComponent(delivery.endpointId)}/replay`}>
    <FormSecrets c={c} />
    <input type="hidden" name="_position" value={String(delivery.key.position)} />
    <input type="hidden" name="_own" value={String(delivery.key.own)} />
    <button type="submit">
      Send again<span class="visually-hidden"> {delivery.messageId}</span>
    </button>
  </form>
);

const Line = ({ c, delivery, isActive }: LineProps) => {
  const { attempts, status, nextAttemptAt, reviewId, seq } = delivery;
  const { now } = c.var;
  const last = attempts.at(-1);
  return (
    <li class="delivery">
      <div class="delivery-head">
        <p class="badges">
          <span class={STATUS_TONE[status]}>{status}</span>{" "}
          <strong>
            <Foreign text={delivery.type} />
          </strong>{" "}
          {reviewId === null ? null : (
            <a href={reviewPath(reviewId)}>
              review <span class="mono">{reviewId.slice(0, 8)}</span>, event {seq}
            </a>
          )}
        </p>
        {status !== "pending" && isActive ? <Replay c={c} delivery={delivery} /> : null}
      </div>
      <p class="muted small">
        {last === undefined ? "Not sent yet" : <Foreign text={outcomeWords(last)} />}
        {last === undefined ? null : (
          <>
            , <Ago at={last.at} now={now} />, {last.latencyMs} ms
          </>
        )}
        {nextAttemptAt === null ? null : (
          <>
            ; next attempt <Ago at={nextAttemptAt} now={now} />
          </>
        )}
      </p>
      {attempts.length === 0 ? null : (
        <details>
          <summary>{attempts.length === 1 ? "1 attempt" : `${attempts.length} attempts`}</summary>
          <ol class="plain attempts">
            {attempts.map((attempt) => (
              <Attempt attempt={attempt} now={now} />
            ))}
          </ol>
        </details>
      )}
    </li>
  );
};

interface LineProps {
  readonly c: DeskContext;
  readonly delivery: Delivery;
  /** Nothing is sent to an endpoint that is not. */
  readonly isActive: boolean;
}

export const Deliveries = ({
  c,
  deliveries,
  isActive,
}: Omit<LineProps, "delivery"> & { readonly deliveries: readonly Delivery[] }) =>
  deliveries.length === 0 ? (
    <p class="muted">Nothing was sent to it yet.</p>
  ) : (
    <ol class="plain deliveries">
      {deliveries.map((delivery) => (
        <Line c={c} delivery={delivery} isActive={isActive} />
      ))}
    </ol>
  );
