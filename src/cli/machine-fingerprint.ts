import os from 'node:os';
import process from 'node:process';
import type { MachineFingerprint } from '../report/run-report.ts';

/** What identifies this machine in a report: a baseline from another one is advisory only. */
export function fingerprintMachine(): MachineFingerprint {
  const cpus = os.cpus();
  return {
    cpuModel: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryBytes: os.totalmem(),
    kernel: `${os.type()} ${os.release()} ${os.arch()}`,
    nodeVersion: process.version,
  };
}
