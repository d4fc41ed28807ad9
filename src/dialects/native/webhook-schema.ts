// What requests about endpoints and deliveries may say, and the ids and cursors that they bring back.
// Source: webhooks.md 5, 6, 11; workspace.md 2 (webhooks).

import * as z from "zod/mini";
import type { DeliveryPosition } from "../../app/endpoint-ports.ts";
import type { DeliveryKey } from "../../app/webhook-ports.ts";

const secret = z
  .string()
  .check(z.minLength(1, "must not be empty"), z.maxLength(256, "must have at most 256 characters"));
const events = z
  .array(z.string())
  .check(z.minLength(1, "must name at least one type"), z.maxLength(100, "must name at most 100 types"));
const description = z.string().check(z.maxLength(1_000, "must have at most 1000 characters"));

const auth = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("hmac") }),
  z.strictObject({
    type: z.literal("basic"),
    username: z.string().check(z.minLength(1), z.maxLength(256)),
    password: secret,
  }),
]);

export const createSchema = z.strictObject({
  url: z.string(),
  events,
  format: z._default(z.string(), "standard"),
  description: z._default(description, ""),
  secret: z.pipe(
    z.nullish(secret),
    z.transform((value) => value ?? null),
  ),
  active: z._default(z.boolean(), true),
  auth: z._default(auth, { type: "hmac" }),
});
export type CreateBody = z.infer<typeof createSchema>;

/** Absent: as it is. Source: webhooks.md 11. */
export const patchSchema = z.strictObject({
  url: z.optional(z.string()),
  events: z.optional(events),
  description: z.optional(description),
  active: z.optional(z.boolean()),
});
export type PatchBody = z.infer<typeof patchSchema>;

const encode = (value: unknown): string =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const decode = (text: string): unknown => {
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
};

const endpointPosition = z.strictObject({ createdAt: z.int(), id: z.string() });
const deliveryPosition = z.strictObject({ endpointId: z.string(), position: z.int(), own: z.int() });

export const endpointCursor = (last: z.infer<typeof endpointPosition>): string => encode(last);
export const deliveryCursor = (last: DeliveryPosition): string => encode(last);

/** Null: no cursor of that list. */
export const readEndpointCursor = (text: string) => endpointPosition.safeParse(decode(text)).data ?? null;
export const readDeliveryCursor = (text: string): DeliveryPosition | null =>
  deliveryPosition.safeParse(decode(text)).data ?? null;

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Null: no limit that a list takes. */
export const readLimit = (text: string | undefined): number | null => {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? limit : null;
};

const DELIVERY_ID = /^(.{1,128})\.(\d{1,15})\.(\d{1,9})$/;

/** `<endpoint>.<position>.<own>`: the key itself, so that nothing has to be stored or looked up for it. */
export const deliveryId = (endpointId: string, { position, own }: DeliveryKey): string =>
  `${endpointId}.${position}.${own}`;

/** Null: no delivery can have it. */
export const readDeliveryId = (text: string): { readonly endpointId: string; readonly key: DeliveryKey } | null => {
  const [, endpointId, position, own] = DELIVERY_ID.exec(text) ?? [];
  if (endpointId === undefined) return null;
  return { endpointId, key: { position: Number(position), own: Number(own) } };
};
