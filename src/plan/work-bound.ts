/** The most requests that planning ever walks through one by one; longer loads are extrapolated, and the text says so. */
export const mostSteps = 5_000_000;
