// The flags of `npm start -- …`: what the starter itself has to know of them, and what it adds before handing all on to
// `wrangler dev`. Pure: touches no file, port or process.

/** Known to everybody and to no deployed Worker: they only ever open a database on this machine. */
export const localSecrets = {
  OPERATOR_TOKEN: "local-operator-token-not-for-production",
  ENCRYPTION_KEY: Buffer.from("local encryption key, 32 bytes!!").toString("base64"),
};

/**
 * Reads the flags as wrangler does: `--name value`, `--name=value`, and `--var` with one or several values, repeatable.
 * @param {readonly string[]} argv
 * @returns {{ port: number, ip: string, persistTo: string, vars: Record<string, string>, names: Set<string>, rest: string[] }}
 *   `rest` is everything but --port and --persist-to, in its order; `names` every flag that was given.
 */
export function readFlags(argv) {
  const flags = { port: 8787, ip: "127.0.0.1", persistTo: ".wrangler/state", vars: {}, names: new Set(), rest: [] };
  for (let i = 0; i < argv.length; ) {
    const [name, inline] = splitOnce(argv[i], "=");
    const begin = i;
    i += 1;
    const values = inline === undefined ? [] : [inline];
    if (name.startsWith("-")) {
      while (i < argv.length && !argv[i].startsWith("-") && (name === "--var" || values.length === 0))
        values.push(argv[i++]);
      flags.names.add(name);
    }
    if (name === "--port") {
      flags.port = portNumber(values[0]);
      continue;
    }
    if (name === "--persist-to") {
      flags.persistTo = values[0] ?? flags.persistTo;
      continue;
    }
    if (name === "--ip") flags.ip = values[0] ?? flags.ip;
    if (name === "--var") {
      for (const value of values) {
        const [key, text = ""] = splitOnce(value, ":");
        flags.vars[key] = text;
      }
    }
    flags.rest.push(...argv.slice(begin, i));
  }
  return flags;
}

/** The arguments of `wrangler dev`: the caller's, and a default for each one that is missing. */
export function devArguments(flags, port) {
  const has = (name) => flags.names.has(name);
  const missingSecrets = Object.entries(localSecrets).filter(([name]) => !(name in flags.vars));
  return [
    "dev",
    "--port",
    String(port),
    "--persist-to",
    flags.persistTo,
    ...(has("--ip") ? [] : ["--ip", flags.ip]),
    ...(has("--inspector-port") ? [] : ["--inspector-port", "0"]),
    ...(has("--show-interactive-dev-session") ? [] : ["--show-interactive-dev-session=false"]),
    ...flags.rest,
    ...missingSecrets.flatMap(([name, value]) => ["--var", `${name}:${value}`]),
  ];
}

/** Where this machine reaches the server: a wildcard address is not one to call. */
export function baseUrl(flags, port) {
  const wildcard = ["0.0.0.0", "*", "::", "[::]"].includes(flags.ip);
  const host = wildcard ? "127.0.0.1" : flags.ip.includes(":") ? `[${flags.ip}]` : flags.ip;
  return `http://${host}:${port}`;
}

/** The token that a caller types: the first one where two are set for rotation. */
export function operatorToken(flags) {
  return (flags.vars.OPERATOR_TOKEN ?? localSecrets.OPERATOR_TOKEN).split(",")[0].trim();
}

function portNumber(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text ?? "") || port > 65_535) throw new Error(`--port takes a number from 0 to 65535, not ${text}`);
  return port;
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
