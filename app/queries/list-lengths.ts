/** The most rows that each list of a page has. */
export const most = {
  watched: 12,
  /** As many marks as a picture can tell apart. */
  marks: 600,
  reached: 20,
  gaps: 20,
  /** More points than that would be a blot. */
  points: 1000,
  unrated: 200,
  scored: 200,
  reweighted: 200,
  costs: 200,
  peers: 500,
  changes: 200,
  sidesOffered: 300,
  casesOfSide: 300,
  followed: 50,
  /** As many as one looks into in a morning; the rest are in the files. */
  riskiest: 10,
} as const
