/** What a person can say of a document that its tables do not. */
export const givenFields = [
  'project',
  'unit',
  'department',
  'district',
  'year',
  'budget',
  'adjusted',
  'arrived',
  'spent',
  'executionRate',
  'total',
  'grade',
] as const
