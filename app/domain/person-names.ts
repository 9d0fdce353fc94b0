/* Names of persons, by the words that stand before them and the family names that they begin with. */

const surnames =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余卜顾孟黄穆萧尹姚邵湛汪祁毛禹狄米贝臧伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯昝管卢莫房裘缪解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮羿储靳汲段巫乌焦巴弓牧谷车侯班仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄宿白蒲邰鄂索赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡姬申冉宰雍桑桂濮牛寿边扈燕冀郏浦尚温庄晏柴瞿阎慕连茹习艾鱼向古易戈廖庾暨衡耿弘匡文寇禄阙欧沃蔚夔隆巩聂晁敖冷訾辛阚那简饶曾沙鞠丰巢关蒯查荆游竺权盖桓肖闫仝代付邸苑佟岳帅亓冼麦楚劳'
const compound = '欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|端木|轩辕|南宫'
/** Words of reports that begin with a family name. */
const words =
  '项目|单位|单独|方案|方面|方式|方向|方法|安全|安排|安装|安置|高度|高效|高校|高质|高中|高等|常规|常年|常务|于是|任务|任职|文件|文化|文明|文旅|管理|路面|路段|路灯|金额|金融|包括|包含|解决|宣传|查看|查询|关于|关键|盖章|代码|代表|代理|万元|党员|党委|党组|党政|党建|党支|严格|林业|林草|车辆|权责|司机|司法|左右|简介|曾经|符合|施工|房屋|程序|章程|景区|尚未|尚无|尚可|成立|成效|成员|成果|成本|劳动|劳务|应当|应急|应用|康复|连续|向上|毕业|纪委|纪检|黄河|江苏|石家|云南|贵州|申报|申请|计财|余额|宁夏|武装|华北|殷实|温度|易地|白天|边界|封面|储备'
const office =
  '(?:局|股|室|处|所|站|办|组|部|院|校|馆|队|厅|司|中心|公司|委员会|协会|学会|街道|政府|单位|专班|集团|银行|电话|手机|\\p{Script=Han}科)$'

const roles =
  '(?:(?:项目|单位|部门|处室|科室|财务|分管|主管|填报|评价|具体|直接|技术|现场|主要)?(?:单位|部门)?(?:负责人|联系人|填报人|填表人|经办人|经手人|承办人|审核人|复核人|审批人|制表人|编制人|撰写人|报告人|申请人|受益人|领款人)|(?:分管|主管|单位|部门|项目)领导|(?<!\\p{Script=Han})领导|法定代表人|法人代表|户主|姓名|副?组长|组员|(?:小组|评价组|项目组|工作组)成员|签字|签名|签章)(?:员)?(?:姓名|及电话|[(（](?:签[字章名]|盖章)[)）])?'

const own = `(?!(?:${words}))(?:(?:${compound})\\p{Script=Han}{1,2}?|[${surnames}]\\p{Script=Han}{1,2}?|\\p{Script=Han}{2,6}·\\p{Script=Han}{2,8})`
/** What may follow a name without a sign between. */
const end =
  '(?=联系|电话|手机|填报|填表|审核|复核|职务|日期|签字|签章|财务|单位|同志|落实|负责|牵头|组织|带队|提供|反映|表示|介绍|[于在为已等和及与]|\\P{Script=Han}|$)'
const name = `${own}${end}`
const after = '(?:[:：][\\s　]*|[\\s　|]+|(?<=[)）]))'

const signed = new RegExp(`(${roles}${after})(${name}(?:、${name})*)`, 'gu')
const beforeNumber = new RegExp(`(${own})(?=[\\s　,，:：(（]{0,3}(?:\\+?86[- ]?)?1[3-9]\\d[- ]?\\*{4})`, 'gu')
const isOffice = new RegExp(office, 'u')
const isRole = new RegExp(`^${roles}[:：]?$`, 'u')
const anyName = /^([\p{Script=Han}·]{2,4})(?![\p{Script=Han}·])/u
const noName = /^(?:同意|同上|见附|附件|不详|没有|暂无|暂缺|待定|不涉及|情况|属实)/

const coveredName = (written: string) =>
  isOffice.test(written) ? written : (written[0] ?? '') + '*'.repeat(written.length - 1)

/** A text with the names covered that stand behind 联系人： and the like, or before a telephone. */
export const withNames = (text: string): string =>
  text
    .replace(beforeNumber, coveredName)
    .replace(
      signed,
      (_, label: string, names: string) => label + names.split('、').map(coveredName).join('、'),
    )

const coveredNames = new RegExp(
  `(${roles}${after})\\p{Script=Han}\\*+(?:、\\p{Script=Han}\\*+)*|\\p{Script=Han}\\*{1,3}(?=[\\s　,，:：(（]{0,3}(?:\\+?86[- ]?)?1[3-9]\\d[- ]?\\*{4})`,
  'gu',
)

/** A text without the names that were covered in it, their labels left. */
export const withoutCoveredNames = (text: string): string =>
  text.replace(coveredNames, (_, label?: string) => label ?? '')

/** Whether a label asks for a person's name: the cell after it holds one. */
export const nameIn = (label: string) => isRole.test(label)

/** A cell behind such a label: it begins with a name, be the family name known or not. */
export const nameAtStart = (text: string): string =>
  noName.test(text) ? text : text.replace(anyName, coveredName)
