import { failureCode, type OutcomeCode } from '../recorder/sample.ts';

const lostAfterMicros = 5_000_000;
const lostAfterRequests = 20;
const refusedCode = failureCode('refused');
const resetCode = failureCode('reset');

/** Whether a failure says that no connection to the target could be had or kept. */
export function isConnectionLoss(outcome: OutcomeCode): boolean {
  return outcome === refusedCode || outcome === resetCode;
}

/** Counts connections that were refused or reset with nothing else in between. */
export class TargetLoss {
  private sinceMicros = 0;
  private requests = 0;

  /** Whether the latest of them is still counted. */
  get isCounting(): boolean {
    return this.requests > 0;
  }

  /** Forgets what was counted. */
  clear(): void {
    this.requests = 0;
  }

  /** Counts one more loss in a row. */
  add(atMicros: number): void {
    if (this.requests++ === 0) this.sinceMicros = atMicros;
  }

  /** Whether for 5 s nothing but refused and reset connections came, at least 20 of them. */
  isTargetLost(nowMicros: number): boolean {
    return this.requests >= lostAfterRequests && nowMicros - this.sinceMicros >= lostAfterMicros;
  }
}
