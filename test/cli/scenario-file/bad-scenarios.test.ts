import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../../src/errors.ts';
import { refusalOf, refusalText } from './render-problems.ts';

const cwd = fileURLToPath(new URL('../../../fixtures/scenarios/bad', import.meta.url));
const names = readdirSync(cwd).filter((name) => extname(name) !== '.expected');
const options = { cwd, env: {}, flags: {} };

describe('bad scenarios', () => {
  it('are at least 45, each with its golden text', () => {
    const goldens = readdirSync(cwd).filter((name) => extname(name) === '.expected');
    expect(names.length).toBeGreaterThanOrEqual(45);
    expect(goldens.toSorted()).toStrictEqual(names.map((name) => `${name}.expected`).toSorted());
  });

  it.each(names)('%s is refused with exit code 2, and every problem has its line and a hint', async (name) => {
    const error = await refusalOf(name, options);
    const { length } = readFileSync(`${cwd}/${name}`, 'utf8').split('\n');
    expect(error).toMatchObject({ code: 'E_SCENARIO', exitCode: exitCodes.usage });
    expect(error.problems).not.toHaveLength(0);
    for (const { file, line, column, hint } of error.problems) {
      expect(file).toBe(name);
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(hint).toMatch(/\S/u);
    }
    const text = await refusalText(name, options);
    expect(text).not.toContain('hunter2');
    await expect(text).toMatchFileSnapshot(`${cwd}/${name}.expected`);
  });
});
