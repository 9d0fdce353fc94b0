import { z } from 'zod'

const Formatter = z.union([
  z.string(),
  z.custom<(text: string, place: number) => unknown>((value) => typeof value === 'function'),
])
/** An axis, as far as office programs can follow it. */
export const Axis = z.looseObject({
  type: z.string().default('value'),
  name: z.string().nullish(),
  show: z.boolean().default(true),
  inverse: z.boolean().default(false),
  /** True where an axis need not begin at nought. */
  scale: z.boolean().default(false),
  min: z.unknown().optional(),
  max: z.unknown().optional(),
  data: z.array(z.union([z.string(), z.number()])).nullish(),
  /** What its figures are divided by where they are written: 10000 on an axis of 万元. */
  divisor: z.number().positive().default(1),
  axisLabel: z.looseObject({ formatter: Formatter.optional().catch(undefined) }).nullish(),
})
export type Axis = z.infer<typeof Axis>
const Colour = z.string().optional().catch(undefined)
const Colours = z.looseObject({ color: Colour, borderColor: Colour }).nullish()
/** A series of marks. */
export const DrawnSeries = z.looseObject({
  type: z.string(),
  name: z.string().nullish(),
  stack: z.string().nullish(),
  silent: z.boolean().default(false),
  color: z.string().optional().catch(undefined),
  itemStyle: Colours,
  lineStyle: Colours,
  xAxisIndex: z.number().default(0),
  yAxisIndex: z.number().default(0),
  data: z.array(z.unknown()).default([]),
})
export type DrawnSeries = z.infer<typeof DrawnSeries>
const several = <Shape extends z.ZodType>(shape: Shape) =>
  z.union([z.array(shape), shape.transform((one) => [one])]).default([])
/** A chart's option, read again: its own type allows far more than our charts use. */
export const Option = z.looseObject({
  xAxis: several(Axis),
  yAxis: several(Axis),
  series: several(DrawnSeries),
  visualMap: z
    .looseObject({
      min: z.number(),
      max: z.number(),
      text: z.array(z.string()).min(2),
      inRange: z.object({ color: z.array(z.string()).min(1) }),
    })
    .optional(),
})
export type Option = z.infer<typeof Option>
