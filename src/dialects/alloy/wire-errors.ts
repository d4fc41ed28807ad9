// Alloy's error envelope: each kind of refusal with its status, minor code, type and message, and the two forms of the
// body. Which error is which kind says errors.ts. Source: alloy.md rulings 4, 12 (Errors) and section 4.

/** Names of fields, headers or tokens, each with what is wrong with it or what was asked for. */
export type Details = Readonly<Record<string, string | readonly string[]>>;

export interface WireError {
  readonly status: 400 | 401 | 404 | 409 | 413 | 422 | 429 | 500 | 503;
  readonly minorCode: number;
  readonly type: string;
  readonly message: string;
  readonly details: Details;
  readonly retryAfterSeconds?: number;
}

export const BAD_REQUEST = { status: 400, minorCode: 4000, type: "Bad Request" } as const;

export const JOURNEYS =
  "Evaluations of a Journey cannot be reviewed here. Use the Journeys endpoints: " +
  "POST /v1/journeys/{journey_token}/applications/{journey_application_token}/review";

export const badHeader = (details: Details): WireError => ({
  status: 400,
  minorCode: 4001,
  type: "Header Validation Failure",
  message: "Your request headers contained invalid field(s)",
  details,
});

export const badBody = (details: Details, status: 400 | 413 = 400): WireError => ({
  status,
  minorCode: 4002,
  type: "Request Body Validation Failure",
  message: "Your request body contained invalid field(s)",
  details,
});

export const unauthorized = (): WireError => ({
  status: 401,
  minorCode: 4011,
  type: "Unauthorized",
  message: "These credentials cannot be used for this request",
  details: {},
});

export const notFound = (details: Details): WireError => ({
  status: 404,
  minorCode: 4041,
  type: "Not Found",
  message: "Unable to find the requested resource",
  details,
});

export const notAChoice = (message: string, details: Details): WireError => ({
  status: 404,
  minorCode: 4042,
  type: "Not Found",
  message,
  details,
});

export const conflict = (message: string): WireError => ({
  status: 409,
  minorCode: 4091,
  type: "Resource Conflict",
  message,
  details: {},
});

export const unavailable = (retryAfterSeconds: number): WireError => ({
  status: 503,
  minorCode: 5031,
  type: "Service Unavailable",
  message: "Please try again",
  details: {},
  retryAfterSeconds,
});

/** Something that nobody expected. Tells nothing about it. */
export const UNHANDLED: WireError = {
  status: 500,
  minorCode: 5000,
  type: "Unhandled Service Error",
  message: "An unhandled error occurred",
  details: {},
};

/** The short form, which only the token endpoint answers. */
export const toShortBody = ({ minorCode, type, message }: WireError) => ({
  error: { minor_code: minorCode, type, message },
});

/** `occurrence` names this one error for whoever asks about it. */
export const toBody = (
  { status, minorCode, type, message, details }: WireError,
  occurrence: { readonly timestamp: number; readonly token: string },
) => ({
  status_code: status,
  error: { minor_code: minorCode, type, message, details, error_token: occurrence.token },
  timestamp: occurrence.timestamp,
  evaluation_token: null,
  entity_token: null,
  application_token: null,
  application_version_id: null,
});
