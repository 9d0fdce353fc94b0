import { plain } from './grid.ts'

const pageNumber = /^(?:[-—–]+\d{1,4}[-—–]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?)$/

/** The number of a page: — 2 —, 第2页. */
export const isPageNumber = (text: string) => pageNumber.test(plain(text))

const pageFoot = /^(?:版权所有|(?:主办|承办)(?:单位)?[:：]|网站标识码)|ICP备\d/

/** Who runs a web site, below what its page says. */
export const isPageFoot = (text: string) => pageFoot.test(plain(text))

/** What stands below the indicators: persons, remarks, conclusions. */
const footer =
  /^(?:(?:填报|填表|制表|编制)(?:人|日期|时间|单位)|联系人|联系电话|电话|(?:单位|项目|财务|部门|分管)?负责人|审核人|经办人|备注|说明|其他需?要?说明(?:的?(?:问题|事项|情况))?|存在的?(?:主要)?问题|主要问题|改进措施(?:及.{0,10})?|下一步(?:改进|工作|打算|措施).{0,8}|(?:绩效)?(?:评价|自评)?结论|(?:评价|自评)(?:等级|等次)|偏差大.{0,14}|总体评价|主要成效|绩效分析|单位(?:盖章|公章)|(?:审核|部门|财政部门|主管部门)意见|附件|(?:年度)?总体目标|资金管理情况)(?:[:：(（].*|无)?$|^注[:：\d]|^附注/

/** Persons, remarks, conclusions and the foot of a web page by their words. */
export const isFooterText = (text: string) => footer.test(plain(text)) || isPageFoot(text)
