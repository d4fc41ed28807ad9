// Runs one command for start.mjs as the head of a process group, and takes the whole group down when start.mjs is gone,
// however it went: standard input is a pipe from it, so its end is the end of its life, `kill -9` included.
// Refuses to die of SIGINT and SIGTERM itself: they are for the command, whose exit code it hands back.
import { spawn } from "node:child_process";

const [command, ...args] = process.argv.slice(2);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const endGroup = () => process.kill(-process.pid, "SIGKILL");
process.stdin.resume().on("end", endGroup).on("error", endGroup);

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("error", (error) => {
  console.error(`${command} does not start: ${error.message}`);
  process.exit(127);
});
child.on("exit", (code) => process.exit(code ?? 1));
