import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

const validate = async (text: string): Promise<boolean> => {
  const schema: unknown = JSON.parse(await read('docs/schema/scenario.schema.json'));
  if (typeof schema !== 'object' || schema === null) throw new Error('no schema');
  return new Ajv({ strict: true, strictTypes: false }).validate(schema, parse(text));
};

describe('the JSON Schema for editors', () => {
  it('is the one in docs/schema', async () => {
    const written: unknown = JSON.parse(await read('docs/schema/scenario.schema.json'));
    expect(scenarioJsonSchema(), 'run tools/write-schema.ts').toStrictEqual(written);
  });

  it.each(['full.yaml', 'full.json', 'replay.yaml', 'generic.yaml'])('accepts the good scenario %s', async (name) => {
    expect(await validate(await read(`fixtures/scenarios/good/${name}`))).toBe(true);
  });

  it.each(['unknown-key', 'unknown-nested-key', 'preset-unknown', 'missing-name', 'load-vus-zero', 'load-k6-options'])(
    'refuses the bad scenario %s',
    async (name) => {
      expect(await validate(await read(`fixtures/scenarios/bad/${name}.yaml`))).toBe(false);
    },
  );
});
