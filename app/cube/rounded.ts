/** Away from zero, as the engine rounds; never to a zero with a sign. */
export const rounded = (figure: number) => Math.sign(figure) * Math.round(Math.abs(figure)) + 0
