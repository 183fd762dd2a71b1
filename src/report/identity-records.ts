import { z } from 'zod';

const count = z.int().nonnegative();

/** What a report keeps of its target. */
export const targetRecord = z.object({
  url: z.string(),
  reference: z.boolean(),
  version: z.string().exactOptional(),
  profile: z.string().exactOptional(),
  faults: z.array(z.string()).exactOptional(),
  keptOnCores: z.object({ target: z.string(), generator: z.string() }).exactOptional(),
});

/** What a report keeps of the machine that it was measured on. */
export const machineRecord = z.object({
  cpuModel: z.string(),
  cores: count,
  memoryBytes: count,
  kernel: z.string(),
  nodeVersion: z.string(),
});
