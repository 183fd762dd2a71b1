const firstCapacity = 4_096;
const keptCapacity = 1_048_576;

/** Bytes collected from several reads. Grows by doubling; a buffer over 1 MB is given back when it is cleared. */
export class BodyBuffer {
  bytes = Buffer.allocUnsafeSlow(0);
  length = 0;

  clear(): void {
    this.length = 0;
    if (this.bytes.length > keptCapacity) this.bytes = Buffer.allocUnsafeSlow(0);
  }

  append(source: Buffer, start: number, end: number): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.length) this.grow(needed);
    source.copy(this.bytes, this.length, start, end);
    this.length = needed;
  }

  private grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.bytes.length * 2, firstCapacity));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }
}
