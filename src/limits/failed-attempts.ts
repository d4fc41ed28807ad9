// The gate before authentication. An address that fails too often is refused before anything is looked up, except for
// credentials that were good here before: many callers share one address, and a guesser among them must not lock the
// others out. What counts the failures is the platform's; it is asked after a failure only.
// Per isolate and in memory: this saves look-ups. It grants nothing and keeps no secret.

import type { AttemptGate } from "../app/limit-ports.ts";
import type { PresentedCredential } from "../app/principal.ts";
import { type Instant, MS_PER_SECOND } from "../core/time.ts";

export interface FailedAttemptsDeps {
  /** Counts a failure of the address; false: there were too many. */
  readonly count: (address: string) => Promise<boolean>;
  readonly now: () => Instant;
  /** Makes the fingerprints of this isolate nobody else's; any 32 bits. */
  readonly seed: number;
  /** Told once when failures cannot be counted; nobody is refused then. */
  readonly warn: () => void;
}

/**
 * A refused address may try one unknown credential each so often: a good one gets in by it and is known from then on,
 * and a bad one shows whether the address still fails too often.
 */
export const PROBE_SECONDS = 10;
const PROBE_MS = PROBE_SECONDS * MS_PER_SECOND;

/** An address that did not fail for so long is no longer refused. */
const FORGIVEN_MS = 60 * MS_PER_SECOND;

/** Addresses and fingerprints that one isolate remembers; the oldest go first. Some hundred bytes each. */
const MAX_ADDRESSES = 10_000;
const MAX_KNOWN = 10_000;

const textOf = (credential: PresentedCredential): string | null => {
  switch (credential.type) {
    case "none":
    case "unreadable":
      return null;
    case "basic":
      return `${credential.token}:${credential.secret}`;
    case "bearer":
      return credential.token;
  }
};

/** 53 bits of a seeded hash. Whoever finds another text of the same fingerprint has won a look-up, and no entrance. */
const fingerprint = (text: string, seed: number): number => {
  let high = seed ^ 0x9e3779b9;
  let low = seed ^ 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x2c1b3c6d);
    high ^= high >>> 15;
    low = Math.imul(low ^ unit, 0x297a2d39);
    low ^= low >>> 13;
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
};

const dropOldest = (kept: Map<unknown, unknown> | Set<unknown>, most: number): void => {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
};

interface Refused {
  /** From then on one more may try. */
  readonly probeAt: Instant;
  readonly forgivenAt: Instant;
}

export class FailedAttempts implements AttemptGate {
  /** Addresses that failed too often. */
  private readonly refused = new Map<string, Refused>();
  private readonly known = new Set<number>();
  private isCounting = true;

  constructor(private readonly deps: FailedAttemptsDeps) {}

  refusal(address: string, credential: PresentedCredential): number | null {
    const refused = this.refused.get(address);
    if (refused === undefined) return null;
    const text = textOf(credential);
    // What shows nothing that could be looked up costs nothing and is told so by its dialect.
    if (text === null || this.known.has(fingerprint(text, this.deps.seed))) return null;
    const now = this.deps.now();
    if (now >= refused.forgivenAt) {
      this.refused.delete(address);
      return null;
    }
    if (now < refused.probeAt) return Math.ceil((refused.probeAt - now) / MS_PER_SECOND);
    // This one is the probe: whoever comes beside it waits.
    this.refused.set(address, { ...refused, probeAt: now + PROBE_MS });
    return null;
  }

  async failed(address: string, credential: PresentedCredential): Promise<number | null> {
    const text = textOf(credential);
    if (text !== null) this.known.delete(fingerprint(text, this.deps.seed));
    const isWithin = await this.isWithin(address);
    this.refused.delete(address);
    if (isWithin) return null;
    const now = this.deps.now();
    this.refused.set(address, { probeAt: now + PROBE_MS, forgivenAt: now + FORGIVEN_MS });
    dropOldest(this.refused, MAX_ADDRESSES);
    return PROBE_SECONDS;
  }

  succeeded(credential: PresentedCredential): void {
    const text = textOf(credential);
    if (text === null) return;
    this.known.add(fingerprint(text, this.deps.seed));
    if (this.known.size > MAX_KNOWN) dropOldest(this.known, MAX_KNOWN);
  }

  private async isWithin(address: string): Promise<boolean> {
    try {
      const isWithin = await this.deps.count(address);
      this.isCounting = true;
      return isWithin;
    } catch {
      if (this.isCounting) this.deps.warn();
      this.isCounting = false;
      return true;
    }
  }
}
