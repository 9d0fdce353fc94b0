/*
 * Loaded before a program: its clock is off by DRILL_CLOCK_MS, and by DRILL_CLOCK_JUMP_MS more from DRILL_CLOCK_AFTER_MS
 * after its start.
 */
const { DRILL_CLOCK_MS = '0', DRILL_CLOCK_JUMP_MS = '0', DRILL_CLOCK_AFTER_MS = '0' } = process.env
const Clock = Date
const offset = () =>
  Number(DRILL_CLOCK_MS) +
  (performance.now() > Number(DRILL_CLOCK_AFTER_MS) ? Number(DRILL_CLOCK_JUMP_MS) : 0)

globalThis.Date = new Proxy(Clock, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [Clock.now() + offset()] : given, made),
  get: (target, name, self) =>
    name === 'now' ? () => Clock.now() + offset() : Reflect.get(target, name, self),
})
