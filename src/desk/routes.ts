// Addresses of the desk that more than one page speaks of.

export const ASSETS = { style: "/desk/desk.css", script: "/desk/desk.js", icon: "/desk/icon.svg" } as const;

export const QUEUE = "/desk";

/** Page of one review. */
export const reviewPath = (id: string): string => `/desk/reviews/${encodeURIComponent(id)}`;

/** A path with a query; parameters in the order given. */
export const withQuery = (path: string, parameters: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(parameters).toString()}`;
