import { createServer } from 'node:net';

// Systems hand out ports from 32 768 (Linux) or 49 152 (others) on, to servers that ask for any and to every client.
const leastPort = 12_000;
const mostPort = 32_000;
const mostTries = 100;

/**
 * A port of the loopback interface that nothing listens on, nor on the ones after it when more are asked for. Systems do not hand it out, so
 * what runs beside does not take it in the meantime, which a port that was asked for and given back would be.
 */
export async function freePort(inARow = 1): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = leastPort + Math.floor(Math.random() * (mostPort - leastPort));
    const ports = Array.from({ length: inARow }, (_, place) => port + place);
    const free = await Promise.all(ports.map((candidate) => isFree(candidate)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`no ${inARow} free ports in ${mostTries} tries`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
