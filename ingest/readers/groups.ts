/** Lines that stand together, and how many empty lines stand before them. */
export type Group = {
  gap: number
  lines: string[]
  /** The lines as cells, each started by a tab, and the lines before the first of them. */
  lead: string[]
  cells: string[]
}

/** The groups of a text. A line of nothing but a tab is an empty cell, not an empty line. */
export function groupsOf(text: string): Group[] {
  const groups: { gap: number; lines: string[] }[] = []
  let gap = 0
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '' && !line.includes('\t')) gap++
    else if (gap === 0 && groups.length > 0) groups.at(-1)?.lines.push(line)
    else {
      groups.push({ gap, lines: [line] })
      gap = 0
    }
  }
  return groups.map((group) => ({ ...group, ...cellsOf(group.lines) }))
}

function cellsOf(lines: string[]): Pick<Group, 'lead' | 'cells'> {
  const lead: string[] = []
  const cells: string[] = []
  for (const line of lines) {
    if (line.startsWith('\t')) cells.push(line.trim())
    else if (cells.length === 0) lead.push(line.trim())
    else cells.push(`${cells.pop()}\n${line.trim()}`)
  }
  return { lead, cells }
}
