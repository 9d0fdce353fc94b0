/**
 * The warehouse: read this file first. Tables hold what documents say and what one evaluation implies
 * (computed by app/domain when loaded); views hold what the pages and other clients ask. Money is yuan,
 * DECIMAL(18,2); rates are per cent, 95 for 95 %; null is what no document says.
 */
const text = 'VARCHAR'
const integer = 'INTEGER'
const double = 'DOUBLE'
const money = 'DECIMAL(18,2)'
const flag = 'BOOLEAN'
const day = 'DATE'

export const tables = {
  document: {
    id: text,
    name: text,
    path: text,
    format: text,
    layout: text,
    layout_why: text,
    // INTEGER ends at 2 GiB.
    bytes: double,
    sample: flag,
    status: text,
    reason: text,
    detail: text,
    batch: integer,
  },
  district: { code: text, name: text, level: text, parent: text, place: integer },
  evaluation: {
    id: text,
    document: text,
    ordinal: integer,
    project_id: text,
    project: text,
    programme: text,
    unit: text,
    department: text,
    sector: text,
    district: text,
    district_name: text,
    year: integer,
    kind: text,
    budget: money,
    adjusted: money,
    arrived: money,
    spent: money,
    execution_rate_stated: double,
    execution_rate: double,
    execution_weight: double,
    execution_score: double,
    total_stated: double,
    total_sum: double,
    grade_stated: text,
    grade: text,
    superseded_by: text,
  },
  indicator: {
    evaluation: text,
    ordinal: integer,
    level: text,
    level1: text,
    level2: text,
    name: text,
    target_text: text,
    target_kind: text,
    target_op: text,
    target_value: double,
    target_upper: double,
    target_date: day,
    target_unit: text,
    actual_text: text,
    actual_kind: text,
    actual_op: text,
    actual_value: double,
    actual_upper: double,
    actual_date: day,
    actual_unit: text,
    actual_unit_assumed: flag,
    approximate: flag,
    direction: text,
    completion: double,
    met: flag,
    weight: double,
    level1_weight: double,
    score: double,
    reason: text,
    table_no: integer,
    row_no: integer,
    column_no: integer,
  },
  unit_cost: {
    evaluation: text,
    ordinal: integer,
    name: text,
    per: text,
    planned: double,
    reported: double,
    implied: double,
    planned_implied: double,
    planned_quantity: double,
    actual_quantity: double,
    quantity_ordinal: integer,
    incomparable: text,
  },
  satisfaction: {
    evaluation: text,
    ordinal: integer,
    name: text,
    target: double,
    actual: double,
    gap: double,
    completion: double,
    surveyed: integer,
  },
  fund_flow: {
    document: text,
    project_id: text,
    project: text,
    unit: text,
    district: text,
    district_name: text,
    year: integer,
    stage: text,
    source: text,
    amount: money,
    date: day,
    table_no: integer,
    row_no: integer,
  },
  finding: {
    id: text,
    evaluation: text,
    ordinal: integer,
    rule: text,
    severity: text,
    message: text,
    message_en: text,
    evidence: text,
    figures: text,
    points: double,
    further_points: double,
  },
  recomputed: {
    evaluation: text,
    ordinal: integer,
    rule_set: text,
    weight: double,
    score: double,
    words: text,
    words_en: text,
    reason: text,
  },
  /** In which generation a document or a finding was there first, by its id; those that are gone stay known. */
  first_seen: { id: text, generation: integer },
  remark: {
    evaluation: text,
    ordinal: integer,
    kind: text,
    text,
    paragraph: integer,
  },
  follow_up: {
    evaluation: text,
    ordinal: integer,
    standing: text,
    later_evaluation: text,
    later_ordinal: integer,
  },
  record: { evaluation: text, record: text, surroundings: text, project_group: text, programme_group: text },
  audited: { rules: text },
  level_score: {
    evaluation: text,
    level: text,
    weight: double,
    score: double,
    rate: double,
    computable_weight: double,
    computable_claimed: double,
    computable_score: double,
  },
  price_index: { year: integer, level: double, source: text },
  rule_set: { id: text, name: text, name_en: text, authority: text, weights: text, place: integer },
  problem: {
    document: text,
    table_no: integer,
    row_no: integer,
    column_no: integer,
    code: text,
    message: text,
  },
} as const

export type TableName = keyof typeof tables

type Column<Type> = Type extends 'VARCHAR' | 'DATE' ? string : Type extends 'BOOLEAN' ? boolean : number

/** A row of a table as the loader writes it: money as integer fen, dates as ISO strings. */
export type Row<Name extends TableName> = {
  [Key in keyof (typeof tables)[Name]]: Column<(typeof tables)[Name][Key]> | null
}

/** What readers of the warehouse may rely on; documented in the README. */
const views = {
  v_evaluation: `
    select ${Object.keys(tables.evaluation)
      .filter((column) => column !== 'superseded_by')
      .join(', ')}, planned, sample, total
    from report`,
  v_indicator: `
    select e.project_id, e.project, e.programme, e.unit, e.department, e.sector, e.district, e.district_name,
      e.year, e.kind, e.document, i.*, 100.0 * i.score / nullif(i.weight, 0) as score_rate
    from indicator i join report e on e.id = i.evaluation`,
  v_fund_flow: `
    select f.*, e.programme, e.department, e.sector
    from fund_flow f join document d on d.id = f.document and d.status = 'loaded' left join (
      select project_id, year, any_value(programme) as programme, any_value(department) as department,
        any_value(sector) as sector
      from evaluation where superseded_by is null group by project_id, year
    ) e on e.project_id = f.project_id and e.year = f.year`,
  v_finding:
    'select * exclude (province, kind, spent, document, indicator, table_no, row_no) from report_finding',
  v_unit_cost: 'select * exclude (province) from report_cost',
  v_satisfaction: 'select * exclude (province) from report_rate',
  v_remark: `
    select e.project_id, e.project, e.programme, e.unit, e.department, e.sector, e.district, e.district_name,
      e.year, e.kind as evaluation_kind, e.spent, r.*, f.standing, l.year as later_year, t.text as later_text
    from remark r join evaluation e on e.id = r.evaluation
      left join follow_up f on f.evaluation = r.evaluation and f.ordinal = r.ordinal
      left join evaluation l on l.id = f.later_evaluation
      left join remark t on t.evaluation = f.later_evaluation and t.ordinal = f.later_ordinal
    where e.superseded_by is null`,
  v_level_score: `
    select e.project_id, e.project, e.programme, e.unit, e.department, e.sector, e.district, e.district_name,
      e.year, e.kind, l.*
    from level_score l join evaluation e on e.id = l.evaluation
    where e.superseded_by is null`,
  v_problem: `
    select p.*, d.name as document_name, d.path, d.status
    from problem p join document d on d.id = p.document`,
} as const

export const viewNames = Object.keys(views)

/** A change to tables or views raises this number; a generation of another number is rebuilt, not altered. */
export const schemaVersion = 14

/** The statements that make the tables, empty. */
export const tableDdl: readonly string[] = Object.entries(tables).map(
  ([name, columns]) =>
    `create table ${name} (${Object.entries(columns)
      .map(([column, type]) => `${column} ${type}`)
      .join(', ')})`,
)

/** The statements that make the views, over the tables and what is kept of them. */
export const viewDdl: readonly string[] = Object.entries(views).map(
  ([name, body]) => `create view ${name} as ${body}`,
)
