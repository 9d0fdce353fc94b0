/** One spelling of a name: width, spaces, quotes and kinds of bracket do not make two names. */
export function normalName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[“”"'‘’《》「」]/g, '')
    .replaceAll('〔', '(')
    .replaceAll('〕', ')')
    .replaceAll('【', '(')
    .replaceAll('】', ')')
}

/**
 * What makes projects comparable across districts and years: the project's name without its year, its district
 * and a closing 项目. A reference file corrects what this derives; nothing else is merged.
 */
export function programmeOf(project: string, districtName: string | null): string {
  const bare = normalName(project)
    .replace(/^\(?20\d\d(?:-20\d\d)?年?度?\)?/, '')
    .replace(/\(?20\d\d(?:-20\d\d)?年?度?\)?$/, '')
    .replace(districtName ?? '', '')
    .replace(/^(?:区级|市级|省级|县级|中央)?关于/, '')
    .replace(/项目$/, '')
  return bare === '' ? normalName(project) : bare
}
