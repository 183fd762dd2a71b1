import { z } from 'zod';
import { fieldHints } from './schema-fields.ts';
import type { Path } from './problem-reporter.ts';

/** What a schema says about one field. */
export type FieldFacts = {
  /** A noun phrase: 'the number of users, at least 1'. */
  readonly description: string | undefined;
  readonly hint: string | undefined;
  /** Keys that an object at this path may have; empty for anything else. */
  readonly keys: readonly string[];
  /** The literals that this field may be, over all alternatives; empty for anything else. */
  readonly choices: readonly string[];
};

/**
 * The facts of the field at `path`. Among alternatives it takes those that have the path, and of an alternative told
 * by a literal (an executor, a kind) the one whose literal `raw` has. `raw` is the whole value that is checked.
 */
export function fieldAt(schema: z.core.$ZodType, path: Path, raw: unknown): FieldFacts {
  const found = descend([schema], path, raw);
  const layers = found.flatMap(({ schemas }) => schemas);
  const objects = found.flatMap(({ core, raw }) => matching(alternatives(core), raw));
  const keys = objects.flatMap((object) => (object instanceof z.ZodObject ? Object.keys(object.shape) : []));
  return {
    description: firstOf(layers, (layer) => z.globalRegistry.get(layer)?.description),
    hint: firstOf(layers, (layer) => fieldHints.get(layer)?.hint),
    keys: [...new Set(keys)],
    choices: [...new Set(found.flatMap(({ core }) => literalsOf(core)))],
  };
}

/** The value at a path, or undefined where there is none. */
export function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.entries(value).find(([name]) => name === String(key))?.[1];
  }
  return value;
}

type Layers = { readonly schemas: readonly z.core.$ZodType[]; readonly core: z.core.$ZodType; readonly raw: unknown };

function descend(schemas: readonly z.core.$ZodType[], path: Path, raw: unknown): Layers[] {
  const layers = schemas.map((schema) => ({ ...unwrap(schema), raw }));
  const [key, ...rest] = path;
  if (key === undefined) return layers;
  const parents = layers.flatMap(({ core }) => matching(alternatives(core), raw));
  const children = parents.flatMap((parent) => childOf(parent, key));
  return descend(children, rest, valueAt(raw, [key]));
}

function unwrap(schema: z.core.$ZodType): { schemas: z.core.$ZodType[]; core: z.core.$ZodType } {
  const schemas = [schema];
  let core = schema;
  while (core instanceof z.ZodOptional || core instanceof z.ZodDefault) {
    core = core.unwrap();
    schemas.push(core);
  }
  return { schemas, core };
}

function literalsOf(core: z.core.$ZodType): string[] {
  if (core instanceof z.ZodLiteral) return [...core.values].map(String);
  return core instanceof z.ZodEnum ? core.options.map(String) : [];
}

function alternatives(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { core } = unwrap(schema);
  return core instanceof z.ZodUnion ? core.options.flatMap(alternatives) : [core];
}

/** Without the alternatives whose literal is another than the value's; all of them when none fits. */
function matching(schemas: readonly z.core.$ZodType[], raw: unknown): readonly z.core.$ZodType[] {
  const fitting = schemas.filter(
    (schema) =>
      schema instanceof z.ZodObject &&
      Object.entries(schema.shape).every(([key, field]) => {
        const { core } = unwrap(field);
        return !(core instanceof z.ZodLiteral) || z.safeParse(field, valueAt(raw, [key])).success;
      }),
  );
  return fitting.length > 0 ? fitting : schemas;
}

function childOf(parent: z.core.$ZodType, key: string | number): z.core.$ZodType[] {
  if (parent instanceof z.ZodObject) {
    const child: unknown = parent.shape[key];
    return child instanceof z.core.$ZodType ? [child] : [];
  }
  if (parent instanceof z.ZodRecord) return [parent.valueType];
  if (parent instanceof z.ZodArray) return [parent.element];
  return [];
}

function firstOf<T>(
  layers: readonly z.core.$ZodType[],
  read: (layer: z.core.$ZodType) => T | undefined,
): T | undefined {
  for (const layer of layers) {
    const value = read(layer);
    if (value !== undefined) return value;
  }
  return undefined;
}
