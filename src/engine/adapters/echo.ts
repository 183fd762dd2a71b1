import { Worker } from 'node:worker_threads';

/** A server on the loopback, in a thread of this process, that answers every request at once with the same bytes. */
export type Echo = { readonly port: number; readonly close: () => Promise<void> };

/** What the echo answers, and how many bytes make a request: it counts bytes and reads nothing. */
export type EchoOptions = { readonly reply: Uint8Array; readonly requestBytes: number };

/** The thread's program, as text so that it runs from any build. */
const echoProgram = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const reply = Buffer.from(workerData.reply);
const server = createServer({ noDelay: true }, (socket) => {
  let received = 0;
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    received += bytes.length;
    for (; received >= workerData.requestBytes; received -= workerData.requestBytes) socket.write(reply);
  });
});
server.once('error', (error) => parentPort.postMessage({ fault: error.code ?? error.message }));
server.listen(0, '127.0.0.1', () => parentPort.postMessage({ port: server.address().port }));
`;

/** Starts an echo. @throws Error when there is no loopback to listen on, or no thread can be started. */
export async function startEcho(options: EchoOptions): Promise<Echo> {
  const thread = new Worker(echoProgram, { eval: true, workerData: options, stdin: false });
  const close = async (): Promise<void> => void (await thread.terminate());
  try {
    const port = await new Promise<number>((resolve, reject) => {
      thread.once('message', (answer: { readonly port?: number; readonly fault?: string }) => {
        if (answer.port === undefined) reject(new Error(`The echo cannot listen: ${answer.fault ?? 'unknown'}`));
        else resolve(answer.port);
      });
      thread.once('error', reject);
    });
    // Whatever breaks the thread later also breaks its connections, and they tell.
    thread.on('error', () => undefined);
    thread.unref();
    return { port, close };
  } catch (error) {
    await close();
    throw error;
  }
}
