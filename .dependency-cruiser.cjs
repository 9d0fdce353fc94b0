const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(app|ingest|data|test)/', pathNot: [...to, from] },
})

/** The arrows between folders, as README's "How the code is laid out" tells them. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-imports-a-route',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^app/routes/' },
    },
    {
      name: 'domain-knows-zod-only',
      severity: 'error',
      from: { path: '^app/domain/' },
      to: { pathNot: ['^app/domain/', 'node_modules/zod/'] },
    },
    only('audit', '^app/audit/', ['^app/domain/'], 'pure: an evaluation in, findings out'),
    only(
      'state',
      '^app/state/',
      ['^app/domain/', '^app/(env\\.server|disk-full)\\.ts$'],
      'what people make: it knows no generation',
    ),
    only(
      'warehouse',
      '^app/warehouse/',
      ['^app/domain/', '^app/(env\\.server|scratch)\\.ts$'],
      'the one place that knows the engines',
    ),
    only(
      'queries',
      '^app/queries/',
      [
        '^app/domain/',
        '^app/warehouse/(cost-peers|dialect|first-lists|held-documents|kept-tables|ledgers|measures|medians|peers|regions|rollups|sql|tallies|weighing)\\.ts$',
      ],
      'a question is text; it never runs itself',
    ),
    only(
      'charts',
      '^app/charts/',
      ['^app/domain/', '^app/queries/', '^app/(format|links|words)\\.ts$'],
      'rows to options, pure',
    ),
    only(
      'cube',
      '^app/cube/',
      ['^app/domain/', '^app/queries/', '^app/(links|settled)\\.ts$'],
      'what a browser answers by itself, from sums that the server made',
    ),
    only('exports', '^app/exports/', [
      '^app/audit/titles\\.server\\.ts$',
      '^app/domain/',
      '^app/charts/',
      '^app/queries/',
      '^app/(format|links|scratch|words)\\.ts$',
    ]),
    only('components', '^app/components/', [
      '^app/domain/',
      '^app/charts/',
      '^app/queries/',
      '^app/uploads/(job|limits)\\.ts$',
      '^app/(format|links|settled|words)\\.tsx?$',
    ]),
    only(
      'serving',
      '^app/serving/',
      [
        '^app/domain/',
        '^app/state/',
        '^app/warehouse/ask\\.server\\.ts$',
        '^app/(env|visitor)\\.server\\.ts$',
        '^app/disk-full\\.ts$',
      ],
      'HTTP in front of the routes, which it knows as a build alone',
    ),
    only(
      'uploads',
      '^app/uploads/',
      ['^app/domain/', '^app/warehouse/', '^app/disk-full\\.ts$'],
      'receives files and has them loaded',
    ),
    only(
      'readers',
      '^ingest/readers/',
      ['^app/(apart|scratch)\\.ts$'],
      'bytes to tables: formats without meaning',
    ),
    only(
      'layouts',
      '^ingest/layouts/',
      ['^app/domain/', '^ingest/readers/table\\.ts$'],
      'tables to drafts: forms without formats',
    ),
    {
      name: 'engine-behind-the-door',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/warehouse/' },
      to: { path: 'node_modules/(@duckdb|@clickhouse)/' },
    },
    {
      name: 'answers-behind-the-door',
      comment: 'who asks by another way than ask.server.ts passes by the scope',
      severity: 'error',
      from: { path: '^(app|ingest|data)/', pathNot: '^app/warehouse/' },
      to: { path: '^app/warehouse/(answers|served|newest|visits|engine)\\.server\\.ts$' },
    },
    {
      name: 'state-behind-its-folder',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/state/' },
      to: { path: 'node_modules/libsql/' },
    },
    {
      name: 'routes-ask-through-the-door',
      severity: 'error',
      from: { path: '^app/routes/' },
      to: { path: '^app/warehouse/', pathNot: '^app/warehouse/(ask|originals|parquet)\\.server\\.ts$' },
    },
    {
      name: 'app-does-not-know-ingest',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/routes/' },
      to: { path: '^(ingest|data)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|var|data/sample|test/fixtures)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
