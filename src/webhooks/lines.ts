// What there is to do, as lines: the messages of one review in their order, of which only the first may be under way.
// Pure; knows neither clock nor storage. Source: webhooks.md 3, 4, 11.

import type { DrainedEndpoint, Item, MessageFormat, Work } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

export interface Line {
  /** Null: a message about endpoints, which waits for nothing. */
  readonly reviewId: string | null;
  readonly dueAt: Instant;
  readonly items: readonly Item[];
  /** Its items are deliveries already, and more of the line may wait in storage. */
  readonly isStored: boolean;
}

const EVERYTHING = "*";

export const wants = ({ events }: Pick<DrainedEndpoint, "events">, type: string): boolean =>
  events.includes(EVERYTHING) || events.includes(type);

/** The events of the page that this endpoint is told, as items; what was told before is told again whatever it wants now. */
export const freshItems = (work: Work, format: MessageFormat): readonly Item[] =>
  work.fresh.flatMap(({ head, position, createdAt, message, body, stored }) => {
    const known = format.typeOf(head);
    const type = stored?.type ?? (known !== null && wants(work.endpoint, known) ? known : null);
    if (type === null) return [];
    const { reviewId, seq } = head;
    const attempts = stored?.attempts ?? [];
    const rest = { tries: 0, roundAt: null, attempts, dueAt: createdAt, body, message };
    return [{ position, own: 0, reviewId, seq, messageId: `${reviewId}:${seq}`, type, createdAt, ...rest }];
  });

const grouped = (items: readonly Item[], isStored: boolean): readonly Line[] => {
  const lines = new Map<string, Item[]>();
  for (const item of items) {
    const key = item.reviewId ?? `own ${item.messageId}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [item]);
    else line.push(item);
  }
  return [...lines.values()].flatMap((line) => {
    const [first] = line;
    return first === undefined
      ? []
      : [{ reviewId: first.reviewId, dueAt: first.dueAt ?? first.createdAt, items: line, isStored }];
  });
};

/** Lines that may go now, the earliest due first, and items that have to wait for a delivery before them. */
export const linesOf = (
  work: Work,
  format: MessageFormat,
): { readonly lines: readonly Line[]; readonly blocked: readonly Item[] } => {
  const fresh = freshItems(work, format);
  const isBlocked = ({ reviewId }: Item): boolean => reviewId !== null && work.blocked.has(reviewId);
  const lines = [
    ...grouped(
      fresh.filter((item) => !isBlocked(item)),
      false,
    ),
    ...grouped(work.waiting, true),
  ];
  return { lines: lines.toSorted((a, b) => a.dueAt - b.dueAt), blocked: fresh.filter(isBlocked) };
};
