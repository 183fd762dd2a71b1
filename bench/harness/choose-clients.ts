import type { Client } from '../clients/client.ts';
import { giveUp, say } from './say.ts';

/** The clients that are used, with the path of each, their versions, and the names of those that are not installed. */
export type Chosen = {
  readonly clients: readonly (Client & { readonly executable: string })[];
  readonly versions: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
};

/** Takes the clients that are named (all when none is) and installed, and says what is missing. */
export function chooseClients(all: readonly Client[], only: readonly string[]): Chosen {
  const unknown = only.find((name) => all.every((client) => client.name !== name));
  if (unknown !== undefined)
    giveUp(`There is no client ${unknown}`, `choose among ${all.map(({ name }) => name).join(', ')}`);
  const wanted = all.filter(({ name }) => only.length === 0 || only.includes(name));
  const clients = wanted.flatMap((client) =>
    client.executable === undefined ? [] : [{ ...client, executable: client.executable }],
  );
  const missing = wanted.filter(({ executable }) => executable === undefined).map(({ name }) => name);
  const versions = Object.fromEntries(clients.map(({ name, version, executable }) => [name, version(executable)]));
  say(
    `clients: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
  if (missing.length > 0) say(`not found on the PATH or in HITGATE_BENCH_PEERS, and left out: ${missing.join(', ')}`);
  return { clients, versions, missing };
}
