/** How long a connection may be idle between two requests: the target never ends one that a client wants to keep. */
export const keepAliveMillis = 600_000;
