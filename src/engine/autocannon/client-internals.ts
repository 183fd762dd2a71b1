import type autocannon from 'autocannon';

/*
 * Everything that is done to a client of autocannon 9.0.0 behind its documentation. Each mends something that would put the time or
 * the bytes of one request into another, or would hammer a target that is down; none changes what is sent, or what is timed.
 */

/** Forgets what the client remembers of the connection before: a request that waits, and half a reply. */
export function forgetLastConnection(client: autocannon.Client): void {
  client.pipelinedRequests.clear();
  client.parser.reinitialize('RESPONSE');
}

/** Whether the client's parser met bytes that are no HTTP, which the client itself ignores until its time-out. */
export function foundNoHttp(client: autocannon.Client): boolean {
  return client.parser.hadError;
}

/** Connects again and sends the next request there. */
export function connectAgain(client: autocannon.Client): void {
  client._resetConnection();
}

/**
 * The same within a `response` event, after which the client would go on to read what came behind the reply and to send on the
 * connection that it knew: both steps are left out.
 */
export function connectAgainAfterReply(client: autocannon.Client): void {
  client.parser.offset = client.parser.end;
  client._resetConnection();
  client._doRequest = () => {
    delete client._doRequest;
  };
}

/** Hands the client's next attempt to connect to `wait`, which gets a function that makes it. */
export function holdBackConnect(client: autocannon.Client, wait: (connect: () => void) => void): void {
  client._connect = () => {
    delete client._connect;
    wait(() => client._connect?.());
  };
}
