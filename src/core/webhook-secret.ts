// The spelling of a webhook secret that means bytes rather than text. Source: workspace.md 2 (Details); Standard Webhooks.

const PREFIX = "whsec_";
const FORM = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** `whsec_` and at least one byte in base64. */
export const isWhsec = (secret: string): boolean => secret.length > PREFIX.length && FORM.test(secret);

export const toWhsec = (bytes: Uint8Array): string => `${PREFIX}${btoa(String.fromCharCode(...bytes))}`;
