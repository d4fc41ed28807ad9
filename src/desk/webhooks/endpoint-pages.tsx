// The endpoints of the workspace, and one of them with what was sent to it. No secret is ever read here.

import type { Delivery } from "../../app/endpoint-ports.ts";
import type { Endpoint } from "../../app/webhook-ports.ts";
import { List } from "../components/event-words.tsx";
import { Foreign } from "../components/foreign-text.tsx";
import { visibleText } from "../components/hidden-characters.ts";
import { Moment } from "../components/moment.tsx";
import type { DeskContext } from "../context.ts";
import { page } from "../layout.tsx";
import { Deliveries } from "./delivery-list.tsx";

export const WEBHOOKS = "/desk/webhooks";

export const endpointPath = (id: string): string => `${WEBHOOKS}/${encodeURIComponent(id)}`;

const DISABLED_WORDS = {
  inactive: "switched off",
  gone: "the receiver said 410 Gone",
  failing: "no success for five days",
} as const satisfies Record<NonNullable<Endpoint["disabledReason"]>, string>;

const Status = ({ endpoint: { status, disabledReason } }: { readonly endpoint: Endpoint }) => (
  <>
    <span class={status === "active" ? "badge badge-good" : "badge badge-warn"}>{status}</span>
    {disabledReason === null ? null : <span class="muted small"> {DISABLED_WORDS[disabledReason]}</span>}
  </>
);

const Row = ({ endpoint }: { readonly endpoint: Endpoint }) => (
  <tr>
    <th scope="row">
      <a href={endpointPath(endpoint.id)}>
        <Foreign text={endpoint.description === "" ? endpoint.id : endpoint.description} />
      </a>
      <div class="muted small">
        <Foreign text={endpoint.url} />
      </div>
    </th>
    <td>
      <Status endpoint={endpoint} />
    </td>
    <td>
      <Foreign text={endpoint.format} />
    </td>
    <td>
      <List items={endpoint.events.map((type) => <Foreign text={type === "*" ? "everything" : type} />)} />
    </td>
  </tr>
);

/** `next`: where the page goes on; null: it does not. */
export const endpointsPage = (c: DeskContext, endpoints: readonly Endpoint[], next: string | null): Promise<Response> =>
  page(
    c,
    { title: "Webhooks", active: "webhooks" },
    <>
      <div class="page-head">
        <h1>Webhooks</h1>
      </div>
      <section class="card" aria-label="Endpoints">
        {endpoints.length === 0 ? (
          <p class="muted">Nobody is told of anything yet: the workspace has no endpoints.</p>
        ) : (
          <div class="wide-table" role="group" aria-label="List" tabindex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Endpoint</th>
                  <th scope="col">Status</th>
                  <th scope="col">Format</th>
                  <th scope="col">Told of</th>
                </tr>
              </thead>
              <tbody>
                {endpoints.map((endpoint) => (
                  <Row endpoint={endpoint} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {next === null ? null : <a href={next}>More endpoints</a>}
      </section>
    </>,
  );

const Facts = ({ c, endpoint }: { readonly c: DeskContext; readonly endpoint: Endpoint }) => (
  <dl class="facts fact-row">
    <div>
      <dt>Address</dt>
      <dd>
        <Foreign text={endpoint.url} />
      </dd>
    </div>
    <div>
      <dt>Status</dt>
      <dd>
        <Status endpoint={endpoint} />
      </dd>
    </div>
    <div>
      <dt>Format</dt>
      <dd>
        <Foreign text={endpoint.format} />
      </dd>
    </div>
    <div>
      <dt>Told of</dt>
      <dd>
        <List items={endpoint.events.map((type) => <Foreign text={type === "*" ? "everything" : type} />)} />
      </dd>
    </div>
    <div>
      <dt>Since</dt>
      <dd>
        <Moment at={endpoint.createdAt} now={c.var.now} />
      </dd>
    </div>
  </dl>
);

export interface EndpointPageOptions {
  readonly status: 200 | 409;
  /** Said once, after a form. */
  readonly done: string | null;
  /** Why a form did nothing. */
  readonly refused: string | null;
  readonly next: string | null;
}

export const endpointPage = (
  c: DeskContext,
  endpoint: Endpoint,
  deliveries: readonly Delivery[],
  { status, done, refused, next }: EndpointPageOptions,
): Promise<Response> => {
  const name = endpoint.description === "" ? endpoint.id : endpoint.description;
  return page(
    c,
    { title: visibleText(name), active: "webhooks", status },
    <>
      {refused === null ? null : (
        <p class="notice notice-error" role="alert">
          {refused}
        </p>
      )}
      {done === null ? null : (
        <p class="notice notice-good" role="status">
          {done}
        </p>
      )}
      <div class="page-head">
        <h1>
          <Foreign text={name} />
        </h1>
        <a href={WEBHOOKS}>All endpoints</a>
      </div>
      <section class="card" aria-labelledby="endpoint">
        <h2 id="endpoint">Endpoint</h2>
        <Facts c={c} endpoint={endpoint} />
      </section>
      <section class="card" aria-labelledby="deliveries">
        <h2 id="deliveries">Deliveries</h2>
        <Deliveries c={c} deliveries={deliveries} isActive={endpoint.status === "active"} />
        {next === null ? null : <a href={next}>Earlier deliveries</a>}
      </section>
    </>,
  );
};
