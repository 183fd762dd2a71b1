/** The part of autocannon that the tests use; its published types are behind its version 9. */
declare module 'autocannon' {
  type Options = {
    readonly url: string;
    readonly method: 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly connections: number;
    readonly amount: number;
  };
  type Result = { readonly '2xx': number; readonly non2xx: number; readonly errors: number; readonly timeouts: number };
  const autocannon: (options: Options) => Promise<Result>;
  export = autocannon;
}
