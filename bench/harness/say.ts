import process from 'node:process';

/** Prints a line of what the bench is doing. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints what went wrong and what to do, and ends the process with exit code 2; children end with it. */
export function giveUp(what: string, hint: string): never {
  process.stderr.write(`error: ${what}\n hint: ${hint}\n`);
  process.exit(2);
}
