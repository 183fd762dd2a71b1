import { markdownTable } from '../../src/reporters/markdown-table.ts';

/** A V8 CPU profile, as far as it is read. Lines count from 0; times are microseconds of one clock for all threads. */
export type CpuProfile = {
  readonly startTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
};

/** Time on the stack's top of one function, in microseconds. */
export type SelfTime = {
  readonly name: string;
  readonly place: string;
  readonly group: string;
  readonly micros: number;
};

const writes = 'kernel: writes';

/** Which group a function belongs to: the first whose pattern is in its name and place. The thread that sleeps until the next start only sleeps. */
const groups: readonly (readonly [group: string, pattern: RegExp])[] = [
  ['idle', /^(?:\(idle\)|\(anonymous\) \[worker eval\])/u],
  ['garbage collection', /^\(garbage collector\)/u],
  ['Node and V8 in C++', /^\(program\)/u],
  [writes, /^(?:writeUtf8String|writeLatin1String|writeBuffer|writev|write\w*) native/u],
  ['clock', /^(?:now|hrtime\w*|nowMicros)\b/u],
  [
    'JSON scan, checks, classification',
    /engine\/(?:json-|answer-|checks|classify|success|text-digest|wanted-paths|adapters\/(?:body|decode))/u,
  ],
  ['response scanner', /engine\/adapters\/(?:response|chunked)/u],
  ['connection', /engine\/adapters\//u],
  ['request bytes and sequence', /(?:engine\/request-|\/plan\/|random\.js|mix-word)/u],
  ['recorder', /(?:\/recorder\/|hdr-histogram)/u],
  [
    'scheduler and users',
    /engine\/(?:executors|pacer|precise|due-queue|virtual-user|traffic|phase-runner|run-|alarm|shared|threads)/u,
  ],
  ['Node: streams, sockets, timers', /node:/u],
];

/**
 * Self time of each function of some profiles (one for each thread), the longest first, from the first write to a socket until the last,
 * so that starting up and reporting are left out, and without idle time.
 */
export function selfTimes(profiles: readonly CpuProfile[]): SelfTime[] {
  const samples = profiles.flatMap(samplesOf);
  const written = samples.filter(({ group }) => group === writes).map(({ at }) => at);
  const from = written.reduce((least, at) => Math.min(least, at), Infinity);
  const to = written.reduce((most, at) => Math.max(most, at), -Infinity);
  const found = new Map<string, SelfTime>();
  for (const { at, micros, ...frame } of samples) {
    if (frame.group === 'idle' || at < from || at > to) continue;
    const key = `${frame.name} ${frame.place}`;
    found.set(key, { ...frame, micros: (found.get(key)?.micros ?? 0) + micros });
  }
  return [...found.values()].toSorted((a, b) => b.micros - a.micros);
}

type ProfileSample = SelfTime & { readonly at: number };

function samplesOf({ startTime, nodes, samples, timeDeltas }: CpuProfile): ProfileSample[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, describe(callFrame)]));
  let at = startTime;
  return samples.flatMap((id, index) => {
    at += timeDeltas[index] ?? 0;
    const frame = frames.get(id);
    // The delta before a sample is how long the one before it lasted; the next delta is its own.
    return frame === undefined ? [] : [{ ...frame, at, micros: timeDeltas[index + 1] ?? 0 }];
  });
}

function describe({
  functionName,
  url,
  lineNumber,
}: CpuProfile['nodes'][number]['callFrame']): Omit<SelfTime, 'micros'> {
  const name = functionName === '' ? '(anonymous)' : functionName;
  const file = url.replace(/^.*\/(?:dist|node_modules)\//u, '');
  const place = url === '' ? 'native' : `${file}:${lineNumber + 1}`;
  const where = `${name} ${url === '' ? 'native' : url}`;
  const group = groups.find(([, pattern]) => pattern.test(where))?.[0] ?? 'other';
  return { name, place, group };
}

/** How many requests a profile is of, and the CPU time of the process meanwhile. */
export type Profiled = { readonly requests: number; readonly cpuMicros: number };

/**
 * The groups, then the `most` functions with the longest self time, as Markdown; times are microseconds of a request. What the process
 * used beyond all of them is the event loop's own: V8 counts its reads of sockets as idle time.
 */
export function profileTable(times: readonly SelfTime[], { requests, cpuMicros }: Profiled, most: number): string {
  const known = times.reduce((sum, { micros }) => sum + micros, 0);
  const total = Math.max(known, cpuMicros);
  const byGroup = new Map([['kernel: reads and waits, event loop', total - known]]);
  for (const { group, micros } of times) byGroup.set(group, (byGroup.get(group) ?? 0) + micros);
  const cells = (micros: number): string[] => [
    (micros / requests).toFixed(2),
    `${((100 * micros) / total).toFixed(1)} %`,
  ];
  const figures = [
    { title: 'µs a request', right: true },
    { title: 'share', right: true },
  ] as const;
  return [
    markdownTable(
      [{ title: 'group' }, ...figures],
      [...byGroup].toSorted(([, a], [, b]) => b - a).map(([group, micros]) => [group].concat(cells(micros))),
    ),
    markdownTable(
      [{ title: 'function' }, { title: 'place' }, { title: 'group' }, ...figures],
      times.slice(0, most).map(({ name, place, group, micros }) => [name, place, group].concat(cells(micros))),
    ),
  ].join('\n\n');
}
