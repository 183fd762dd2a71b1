/**
 * The exact null distribution of a sum of ranks each of which is counted or left out by the toss of a fair coin: the probability of
 * every sum from 0 to the sum of all, by adding one rank after the other. Ranks are whole numbers of at least 0; ranks in halves, as ties have
 * them, are given doubled. For untied ranks 1 to R it is the distribution of Wilcoxon's signed-rank statistic (Hollander, Wolfe and
 * Chicken, Nonparametric Statistical Methods, 3.1).
 */
export function signedRankNull(ranks: readonly number[]): Float64Array {
  const probabilities = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 1));
  probabilities[0] = 1;
  let greatest = 0;
  for (const rank of ranks) {
    greatest += rank;
    for (let sum = greatest; sum >= 0; sum -= 1) {
      const counted = sum >= rank ? (probabilities[sum - rank] ?? 0) : 0;
      probabilities[sum] = ((probabilities[sum] ?? 0) + counted) / 2;
    }
  }
  return probabilities;
}
