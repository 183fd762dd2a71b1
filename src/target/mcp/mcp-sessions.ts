/** The sessions of MCP clients. At most so many are kept; the oldest is forgotten first, as if it had expired. */
export class McpSessions {
  readonly #most: number;
  readonly #newId: () => string;
  readonly #sessions = new Set<string>();

  constructor(most: number, newId: () => string) {
    this.#most = most;
    this.#newId = newId;
  }

  /** Begins a session and returns its id. */
  begin(): string {
    const id = this.#newId();
    this.#sessions.add(id);
    const [oldest] = this.#sessions;
    if (this.#sessions.size > this.#most && oldest !== undefined) this.#sessions.delete(oldest);
    return id;
  }

  /** Whether a session goes on. */
  has(id: string): boolean {
    return this.#sessions.has(id);
  }

  /** Ends a session; false when there was none. */
  end(id: string): boolean {
    return this.#sessions.delete(id);
  }
}
