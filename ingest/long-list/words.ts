/** Texts that are met again and again, each numbered from 1 when it is first met; 0 is none. */
export class Words {
  private readonly numbers = new Map<string, number>()
  readonly texts: (string | null)[] = [null]

  numberOf(text: string | null): number {
    if (text === null) return 0
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const number = this.texts.length
    this.texts.push(text)
    this.numbers.set(text, number)
    return number
  }

  text(number: number): string | null {
    return this.texts[number] ?? null
  }
}
