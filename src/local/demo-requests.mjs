// The block of requests that `npm start` prints: a shell script that works as it stands against the demo workspaces,
// printed for people and run by the README's test.

/**
 * @param {{ baseUrl: string, operatorToken: string }} server
 * @returns {string} shell commands, one request each, to be pasted in order
 */
export function demoRequests({ baseUrl }) {
  return [`curl -sS ${baseUrl}/health`].join("\n");
}
