// One TCP connection, bytes in and bytes out: for requests that no HTTP client would send.

import { connect } from "node:net";

export interface RawAnswer {
  /** Everything that came, as Latin-1. */
  readonly text: string;
  /** Of each answer, in order. */
  readonly statuses: readonly number[];
  /** Who ended it: the server, or our patience. */
  readonly end: "closed" | "reset" | "open";
}

/** A part of what is sent; a number is a pause in milliseconds. */
export type Part = string | Buffer | number;

export interface RawOptions {
  readonly port: number;
  readonly parts: readonly Part[];
  /** Ends our side after the last part. */
  readonly isCut?: boolean;
  /** How long the answer may take after the last part. */
  readonly patienceMs: number;
}

const statusesIn = (text: string): readonly number[] =>
  [...text.matchAll(/(?:^|\n|\}|\0|[^\x20-\x7e])HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => Number(status));

/** Never throws: a broken connection is an answer. */
export const sendRaw = ({ port, parts, isCut = false, patienceMs }: RawOptions): Promise<RawAnswer> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    let timer: NodeJS.Timeout | null = null;
    const finish = (end: RawAnswer["end"]): void => {
      if (timer !== null) clearTimeout(timer);
      socket.destroy();
      const text = Buffer.concat(chunks).toString("latin1");
      resolve({ text, statuses: statusesIn(text), end });
    };
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => finish("reset"));
    socket.on("close", () => finish("closed"));
    const sendAll = async (): Promise<void> => {
      for (const part of parts) {
        if (socket.destroyed) return;
        if (typeof part === "number") await new Promise((done) => setTimeout(done, part));
        else await new Promise<void>((done) => socket.write(part, () => done()));
      }
      if (isCut) socket.end();
      timer = setTimeout(() => finish("open"), patienceMs);
    };
    socket.on("connect", () => void sendAll());
  });
