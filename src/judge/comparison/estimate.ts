/** What the data say of a loss (see `lossOf`): positive is worse. */
export type Estimate = {
  readonly loss: number;
  /** One-sided 95 % bounds of the loss. */
  readonly low: number;
  readonly high: number;
  /** How the bounds were made, in words. */
  readonly method: string;
  /** Pairs, or runs of the side that has fewer, or stretches of it. */
  readonly n: number;
  /** The least loss that would be found in four of five such comparisons; absent where it is not known. */
  readonly detectable?: number;
  /** The probability of data like these, or further off, if the loss were no more than a margin. */
  readonly pOver: (margin: number) => number;
  /** The probability of data like these, or further off, if the loss were 0 or more. */
  readonly pImproved: number;
  /** The same question by ranks, for pairs. */
  readonly ranks?: {
    readonly loss: number;
    readonly low?: number;
    readonly high?: number;
    readonly pOver: (margin: number) => number;
  };
};
