/** A cost as it was given: a number, and the unit behind it ('EUR/month'), '' for none. */
export type Cost = { readonly value: number; readonly unit: string };

/** What the return is computed from; nothing is assumed for what is missing. */
export type Costs = { readonly currentCost?: Cost; readonly factCost?: Cost; readonly investment?: Cost };

/** The return: `lines` say formula, inputs and results in words. Figures are absent where they were not computed. */
export type Roi = Costs & {
  readonly lines: readonly string[];
  readonly savings?: number;
  /** In the time that the costs are for; absent when it never pays back. */
  readonly period?: number;
};

/** Share of the current cost that the plan's formula takes for saved: it was not measured, and each text says so. */
const savedShare = 0.9;

/** Reads '12000', '12000 EUR/month'. Undefined for anything else, and for a negative number. */
export function parseCost(text: string): Cost | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(?:\s+(\S(?:.*\S)?))?$/u.exec(text.trim()) ?? [];
  if (number === undefined || !Number.isFinite(Number(number))) return undefined;
  return { value: Number(number), unit };
}

/** Why costs cannot be computed with: units that do not fit each other. Undefined when they can. */
export function unitProblem({ currentCost, factCost, investment }: Costs): string | undefined {
  if (currentCost !== undefined && factCost !== undefined && currentCost.unit !== factCost.unit)
    return `--current-cost is in "${currentCost.unit}", but --fact-cost is in "${factCost.unit}"`;
  const cost = currentCost ?? factCost;
  if (cost === undefined || investment === undefined || currencyOf(cost) === investment.unit) return undefined;
  return `--investment is in "${investment.unit}", but the costs are in "${cost.unit}"`;
}

/**
 * The plan's return: savings = current cost × 0.9 − FACT cost; period = investment ÷ savings. What was not given is named and not assumed; savings
 * of nothing or less never pay back.
 */
export function computeRoi(costs: Costs): Roi {
  const { currentCost, factCost, investment } = costs;
  const missing = missingOf({ '--current-cost': currentCost, '--fact-cost': factCost });
  const inputs = inputLines({ '--current-cost': currentCost, '--fact-cost': factCost, '--investment': investment });
  const formula = `savings = current cost × ${savedShare} − FACT cost`;
  if (currentCost === undefined || factCost === undefined)
    return {
      ...costs,
      lines: [
        ...inputs,
        `${formula}: not computed: ${missing}`,
        `period = investment ÷ savings: not computed: ${missing}`,
      ],
    };
  const savings = Number((currentCost.value * savedShare - factCost.value).toPrecision(12));
  const first = `${formula} = ${currentCost.value} × ${savedShare} − ${factCost.value} = ${withUnit(savings, currentCost.unit)}`;
  const result = { ...costs, savings };
  const given = [...inputs, costLine(currentCost, factCost), first];
  if (savings <= 0)
    return {
      ...result,
      lines: [...given, 'period = investment ÷ savings: never pays back, because nothing is saved'],
    };
  if (investment === undefined)
    return {
      ...result,
      lines: [...given, 'period = investment ÷ savings: not computed: --investment was not given'],
    };
  const period = investment.value / savings;
  const [, time] = currentCost.unit.split('/');
  const unit = time === undefined ? '× the time that the costs are for' : `× one ${time.trim()}`;
  return {
    ...result,
    period,
    lines: [...given, `period = investment ÷ savings = ${investment.value} ÷ ${savings} = ${rounded(period)} ${unit}`],
  };
}

function currencyOf({ unit }: Cost): string {
  return (unit.split('/')[0] ?? '').trim();
}

function missingOf(inputs: Readonly<Record<string, Cost | undefined>>): string {
  const names = Object.entries(inputs).filter(([, cost]) => cost === undefined);
  return names.map(([name]) => `${name} was not given`).join(', ');
}

/** What the plan claims of the cost: costs are given and not measured, so that this is a figure to read and no row to back. */
function costLine({ value: current }: Cost, { value: fact }: Cost): string {
  const formula = 'change of the cost = FACT cost ÷ current cost − 1';
  if (current === 0) return `${formula}: not computed: --current-cost is 0`;
  const percent = Number(((fact / current - 1) * 100).toFixed(1));
  return `${formula} = ${fact} ÷ ${current} − 1 = ${String(percent).replace('-', '−')} % (the plan claims −90 %)`;
}

function inputLines(inputs: Readonly<Record<string, Cost | undefined>>): string[] {
  const given = Object.entries(inputs).flatMap(([name, cost]) =>
    cost === undefined ? [] : [`${name} ${withUnit(cost.value, cost.unit)}`],
  );
  return given.length === 0 ? [] : [`inputs: ${given.join(', ')}; ${savedShare} is the plan’s, not measured`];
}

function withUnit(value: number, unit: string): string {
  return unit === '' ? String(value) : `${value} ${unit}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
