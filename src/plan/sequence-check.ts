import { mixWord } from '../mix-word.ts';
import type { Plan } from './plan.ts';

/** Only requests with an index below this enter the check, so that checking a long run is bounded work. */
export const checkedIndices = 4_194_304; // 2^22

/**
 * A check over (user, index, query) that does not depend on their order: the sum modulo 2^64 of a 64-bit mix of each.
 * It tells a request that was left out, sent twice or asked the wrong thing; it is no protection against forgery.
 */
export class SequenceCheck {
  private high = 0;
  private low = 0;

  /** Adds a request that was sent or dropped; `user` is 0 in a shared sequence, where it depends on timing who sends an index. */
  add(user: number, index: number, query: number): void {
    if (index >= checkedIndices) return;
    const queryHigh = Math.floor(query / 4_294_967_296);
    let a = Math.imul(index ^ Math.imul(user, 0x9e37_79b1), 0x85eb_ca6b) ^ query;
    let b = Math.imul(query ^ Math.imul(queryHigh, 0x27d4_eb2f), 0xc2b2_ae35) ^ (index + Math.imul(user, 0x1656_67b1));
    a = mixWord(a ^ (b >>> 15));
    b = mixWord(b + a);
    const low = this.low + (a >>> 0);
    this.low = low >>> 0;
    this.high = (this.high + (b >>> 0) + (low > 0xffff_ffff ? 1 : 0)) >>> 0;
  }

  /** Sixteen hexadecimal digits. */
  toHex(): string {
    return [this.high, this.low].map((word) => word.toString(16).padStart(8, '0')).join('');
  }
}

/** The check over the requests of several threads from theirs: sums modulo 2^64, as 16 hexadecimal digits. */
export function addChecks(checks: readonly string[]): string {
  const sum = checks.reduce((total, check) => BigInt.asUintN(64, total + BigInt(`0x${check}`)), 0n);
  return sum.toString(16).padStart(16, '0');
}

/**
 * The check that a run of the plan must end with after `taken` measured requests were started or dropped. Undefined for a sequence
 * per user, because how many each user started depends on timing.
 */
export function expectedCheck(plan: Plan, taken: number): string | undefined {
  if (plan.scenario.workload.sequence === 'per-user') return undefined;
  const check = new SequenceCheck();
  const end = Math.min(taken, checkedIndices, plan.sequence.length);
  for (let index = 0; index < end; index += 1) check.add(0, index, plan.sequence.queryAt(0, index));
  return check.toHex();
}
