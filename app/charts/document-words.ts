import { type Words, w } from '#app/words.ts'

/** Why a document was kept aside, and what its sender can do about it. */
interface Quarantine {
  why: Words
  remedy: Words
}

const quarantines: Readonly<Record<string, Quarantine>> = {
  'empty-file': {
    why: w('文件是空的', 'The file is empty'),
    remedy: w('请报送单位重新发送完整的文件。', 'Ask the unit to send the whole file again.'),
  },
  'unknown-format': {
    why: w('无法识别文件格式', 'The format is not known'),
    remedy: w(
      '请用 Word 或 WPS 另存为 docx、xlsx，或导出为 csv、txt 后重新载入。',
      'Save it as docx or xlsx, or export csv or txt, and load it again.',
    ),
  },
  'unsupported-format': {
    why: w('暂不支持这种格式', 'This format is not read'),
    remedy: w(
      '请打开原件，另存为 docx（文字）或 xlsx（表格）后重新载入；扫描件须先取得电子版。',
      'Open the original and save it as docx or xlsx, then load it again; a scan needs its electronic original.',
    ),
  },
  'encoding-unknown': {
    why: w('文字编码无法识别', 'The text encoding is not known'),
    remedy: w('请用记事本或 WPS 另存为 UTF-8 编码后重新载入。', 'Save it in UTF-8 and load it again.'),
  },
  damaged: {
    why: w('文件已损坏，内容不完整', 'The file is damaged'),
    remedy: w(
      '多为传输中断所致：请报送单位重新发送；若原件能打开，另存一份再载入。',
      'Often a broken transfer: ask for it again, or open the original and save a copy.',
    ),
  },
  encrypted: {
    why: w('文件设有密码', 'A password protects the file'),
    remedy: w('请报送单位取消密码后重新发送。', 'Ask the unit to remove the password and send it again.'),
  },
  classified: {
    why: w('文件标有国家秘密标志', 'The file bears the mark of a state secret'),
    remedy: w(
      '本系统不得存放涉密文件：请勿再打开或转发，立即报告本单位保密机构，由系统管理员按其要求清除数据目录 blobs 中的原件及备份。标志有误的，由定密责任人更正后重新报送。',
      'No state secret may be kept here: do not open it or pass it on, report it, and have the administrator remove the original from blobs in the data folder and from backups. Where the mark is wrong, whoever set it corrects it and sends it again.',
    ),
  },
  'too-large': {
    why: w('文件过大，超出读取上限', 'The file is larger than the reader takes'),
    remedy: w(
      '请删去表格外的空行空列、图片和附件，或按区县、年度拆分后重新载入。',
      'Remove empty rows, pictures and attachments, or split it by district or year.',
    ),
  },
  'xml-doctype': {
    why: w('文件内含不允许的外部声明', 'The file holds a declaration that is not allowed'),
    remedy: w(
      '正常办公软件不会产生这种内容：请核实来源，用 Word 或 WPS 打开后另存再载入。',
      'Office programs do not write this: check where it came from, then save a copy and load that.',
    ),
  },
  timeout: {
    why: w('读取超时', 'Reading took too long'),
    remedy: w(
      '服务器繁忙时也会如此：请把同一文件再载入一次；仍超时的，请简化或拆分文件后载入。',
      'A busy server may be the cause: load the same file once more. If it takes too long again, simplify or split the file and load that.',
    ),
  },
  'reader-crashed': {
    why: w('读取程序在此文件上中止', 'The reader stopped on this file'),
    remedy: w(
      '请另存一份后重新载入；仍不成功的，请把原件交给系统维护人员。',
      'Save a copy and load that; if it fails again, pass the original to those who maintain this system.',
    ),
  },
  'no-text': {
    why: w('文件中没有可读取的文字，可能是扫描件', 'The file holds no text; it may be a scan'),
    remedy: w(
      '请取得电子版原件；只有纸质件的，先做文字识别并核对后再载入。',
      'Ask for the electronic original; where there is only paper, recognise and check its text first.',
    ),
  },
  'no-table': {
    why: w('文件中没有表格', 'The document holds no table'),
    remedy: w(
      '若是通知、附件等无关文件，不必处理；若表格是图片，请取得可编辑的原件。',
      'Nothing to do where it is a notice; where its table is a picture, ask for the editable original.',
    ),
  },
  'no-layout': {
    why: w('表格不是已知的表式', 'Its tables are of no known form'),
    remedy: w(
      '请核对表头是否含“项目名称”“三级指标”“年度指标值”“实际完成值”等字样；属于新表式的，请提供样表以便增加。',
      'Check that its headings name project, indicator, target and actual; a new form can be added from a sample.',
    ),
  },
  'no-rows': {
    why: w('认出了表式，但没有可用的数据行', 'The form was recognised, but holds no usable row'),
    remedy: w(
      '请检查表格是否只有表头，或数据写在了其他文件中。',
      'Check whether only the headings were filled in, or the rows stand in another file.',
    ),
  },
}

const unworded: Quarantine = {
  why: w('未能读取', 'It could not be read'),
  remedy: w('请核对原件后重新载入。', 'Check the original and load it again.'),
}

/** The reasons alone, for tables. */
export const quarantineReasons: Readonly<Record<string, Words>> = Object.fromEntries(
  Object.entries(quarantines).map(([reason, { why }]) => [reason, why]),
)

export const quarantineOf = (reason: string | null): Quarantine =>
  (reason === null ? undefined : quarantines[reason]) ?? unworded

/** Problems that did not keep a document out: what was read otherwise, or not at all. */
export const problemWords: Readonly<Record<string, Words>> = {
  'holds-macros': w(
    '文件带有宏，未运行；下载原件后请勿启用',
    'It holds macros, not run here; do not enable them',
  ),
  'holds-objects': w(
    '文件内嵌其他文件或对象，其内容未读取',
    'It holds other documents or objects, which were not read',
  ),
  'holds-calls': w(
    '文件含有调用其他程序或文件的域、链接（DDE 等），未执行；下载原件后请勿更新链接',
    'It holds fields or links that call other programs or files (DDE), not followed; do not update them',
  ),
  'holds-hidden': w('工作表有隐藏的行或列，未读取', 'A sheet hides rows or columns, which were not read'),
  'holds-folded': w(
    '工作表有筛选或折叠起来的行，已一并读取',
    'A sheet folds or filters rows away, which were read with the others',
  ),
  'holds-uncalculated': w(
    '工作表有未保存计算结果的公式，相应单元格按空白读取；请用表格软件打开并保存后重新上传',
    'A sheet holds formulas without saved values, read as empty; open it, save it and send it again',
  ),
  'fund-total-missing': w('资金合计为空或为 0，已改用分项之和', 'Empty fund total; the parts were summed'),
  'indicators-in-prose': w('指标由正文语句读出，请核对', 'Indicators were read out of sentences; check them'),
  'rows-guessed': w(
    '表格已失去行列，按文字重新排出，请核对',
    'The table had lost its rows; they were told apart by their words',
  ),
  'rows-left': w(
    '正文中还有指标行或资金行未能排成表格，没有读取，请核对',
    'Rows of indicators or of money among the lines of text made no table and were not read; check them',
  ),
  'level-missing': w(
    '有指标没有一级指标，而其他指标都有，请核对其层级',
    'An indicator has no first level though others have one; check where it belongs',
  ),
  'value-torn': w(
    '表头中有一行是上方某个值的续行，没有接上，请核对',
    'A line among the labels is the end of a value above it and was not joined to it; check it',
  ),
  'target-unsure': w(
    '计划表中有同名指标，无法确定是哪一个的目标值，未采用',
    'Indicators of the plan bear one name; which of their targets is meant is open, and none was used',
  ),
  'repeat-left': w(
    '另一张表列有同样的指标，其中这一列或这一项没有采用，请核对',
    'Another table has the same indicators; this column or row of it was not used; check it',
  ),
  'several-offices': w(
    '同一自评中各指标表的主管部门或实施单位不同，可能是几个项目，请核对',
    'Several offices in one evaluation: its tables of indicators may be of several projects; check it',
  ),
  'money-twice': w(
    '同一项资金写有不同的数，按第一个读取，请核对',
    'One sum is given twice with other figures; the first was read; check it',
  ),
  'total-twice': w(
    '表头与合计行的总分不同，按合计行读取，请核对',
    'The head gives another total than the row that closes the indicators, which was read; check it',
  ),
  'heading-twice': w(
    '两列表头相同而内容不同，按第一列读取，请核对',
    'Two columns of one heading say different things; the first was read; check it',
  ),
  'value-shared': w(
    '几个指标共用的单元格中写有几个值，请核对各指标的值',
    'A cell merged over several indicators holds several values; check whose each is',
  ),
  'points-shared': w(
    '几个指标共用一个分值或得分，没有分到各指标，请核对',
    'Several indicators share points in one merged cell; they were given to none of them; check whose they are',
  ),
  'heading-unknown': w('有未认出的表头', 'A heading is not known'),
  'column-missing': w(
    '自评表中没有找到这一列，或整列未填',
    'No row has this: its column was not found, or is empty',
  ),
  'heading-guessed': w(
    '按列中内容判断含义，请核对',
    'A column was read by what stands below its heading; check it',
  ),
  'project-unknown': w('没有写明项目名称', 'No project is named'),
  'project-from-title': w('项目名称取自标题，请核对', 'The project was named after the title; check it'),
  'named-by-file': w('项目或单位名称取自文件名，请核对', 'Named after the file; check it'),
  'project-conflict': w(
    '文件名与表内项目名称不符，已按表内',
    'The file is named after another project; the form was followed',
  ),
  'flow-incomplete': w('台账行缺项目、环节、金额或年度，未计入', 'Incomplete ledger row, left out'),
  'points-unread': w('分值或得分无法识别，按未填处理', 'Points could not be read and count as not given'),
  'money-unread': w('金额无法识别，按未填处理', 'A sum could not be read and counts as not given'),
  'money-unit-unknown': w('金额没有单位（元、万元），未采用', 'A sum has no unit and was not used'),
  'name-merged': w('名称已按对照表合并', 'A name was merged by the table of names'),
  'year-unknown': w('看不出年度', 'No year is named'),
  'year-conflict': w(
    '表内与标题年度不一致，以表内为准',
    'Form and title name different years; the form was followed',
  ),
  'district-unknown': w('看不出所属区县', 'No district is named'),
  'district-conflict': w('出现两个不同的区县', 'Two districts are named'),
  'district-ambiguous': w('有同名区县，无法确定是哪一个', 'Several districts have this name'),
  'given-by-hand': w('人工填写，不是文档自己写明的', 'Given by hand, not said by the document'),
  placeholder: w('模板文字未删除', 'Template text was left in the cell'),
  unread: w('有数字，但不能确定其含义，按文字处理', 'Figures without a certain reading, kept as words'),
  suspicious: w('疑似笔误，按原文采用', 'Probably misprinted; taken as written'),
  yearMissing: w('日期缺年份', 'A date lacks its year'),
  unitMissing: w('单价缺金额单位', 'A price lacks its unit of money'),
}

export const statusWords: Readonly<Record<string, Words>> = {
  quarantined: w('已隔离', 'Quarantined'),
  loaded: w('已载入', 'Loaded'),
  superseded: w('已被替代', 'Superseded'),
}

export const layoutWords: Readonly<Record<string, Words>> = {
  'national-form': w('项目支出绩效自评表', 'Self-evaluation form'),
  report: w('绩效自评报告', 'Self-evaluation report'),
  prose: w('绩效自评报告（无表格）', 'Self-evaluation report without tables'),
  'project-list': w('项目绩效汇总表', 'Summary of projects'),
  'flat-list': w('自评指标明细表', 'List of indicators'),
  ledger: w('项目资金台账', 'Fund ledger'),
  'years-beside': w('多年度并列表', 'Several years side by side'),
  mapped: w('人工指定列', 'Columns named by hand'),
}

export const notRecognised = w('未认出', 'Not recognised')

export const layoutNamed = (id: string | null): Words =>
  id === null ? notRecognised : (layoutWords[id] ?? w(id, id))

const layoutReasons: Readonly<Record<string, string>> = {
  'national-form': '表首写明项目名称，下有资金栏和指标表',
  report: '正文之间夹有指标表',
  prose: '指标写在正文语句中，没有指标表；或只写了资金和总分',
  'project-list': '表头写有项目、资金和得分，以下每行一个项目',
  'flat-list': '表头写有项目、指标和数值，以下每行一项指标',
  ledger: '表头写有项目、环节（或日期）和金额，以下每行一笔',
  'years-beside': '各年度的目标和完成情况并列，按年度分别读取',
  mapped: '表头所在行和各列的含义由人工指定',
}

/** Why a document was taken for its form; in English the reader's own words, which count rows and tables. */
export function layoutWhy(id: string | null, why: string | null): Words | null {
  if (id === null || why === null) return null
  return w(layoutReasons[id] ?? why, why)
}

/** 表 2 第 5 行; null where the document as a whole is meant. */
export function placeWords(table: number | null, row: number | null): Words | null {
  if (table === null && row === null) return null
  const [zhTable, enTable] = table === null ? ['', ''] : [`表 ${table} `, `table ${table}`]
  const [zhRow, enRow] = row === null ? ['', ''] : [`第 ${row} 行`, `row ${row}`]
  return w(`${zhTable}${zhRow}`.trim(), [enTable, enRow].filter((part) => part !== '').join(', '))
}
