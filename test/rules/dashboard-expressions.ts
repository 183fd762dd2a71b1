import { z } from 'zod';

const dashboardShape = z.object({
  uid: z.string().max(40).optional(),
  title: z.string(),
  schemaVersion: z.int(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string(), query: z.string() })) }),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.string(),
      title: z.string(),
      gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      datasource: z.object({ type: z.literal('prometheus'), uid: z.string() }),
      targets: z
        .array(z.object({ refId: z.string(), expr: z.string(), datasource: z.object({ uid: z.string() }) }))
        .min(1),
      fieldConfig: z.object({
        defaults: z.object({
          unit: z.string().optional(),
          thresholds: z
            .object({
              mode: z.literal('absolute'),
              steps: z.array(z.object({ value: z.number().nullable(), color: z.string() })),
            })
            .optional(),
        }),
      }),
    }),
  ),
});

/** The parts of a dashboard that a test reads. @throws when it has not the shape that Grafana imports. */
export function readDashboard(text: string): z.output<typeof dashboardShape> {
  return dashboardShape.parse(JSON.parse(text));
}

/** Every query of a dashboard. */
export function dashboardExpressions(text: string): string[] {
  return readDashboard(text).panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}
