/* How headings and items of lists are numbered, as sources of patterns. */

/** What follows a figure that a name begins with, no number of a list: 24小时预报准确率, 3.5万亩. */
const measure = '(?:小时|分钟|工作日|天|周岁|岁|年|月|日|公里|[万亿千百吨米元亩%％‰])'

const chinese = '[一二三四五六七八九十]{1,3}'

/** What numbers an item in front of it: 1. （一） 三、 ① 2.1.1 */
export const itemNumber = `(?:[(（](?:\\d{1,2}|${chinese})[)）][、.．]?|(?:\\d{1,2}|${chinese})[、.．)）](?!\\d)|\\d{1,2}(?:[.．]\\d{1,2}){1,3}(?![\\d.．]|${measure})[、.．]?|[①-⑳])`

/** The same where it may be left out, have no sign behind it, or lead a sentence: 一是. */
export const number = `(?:${itemNumber}|\\d{1,2}(?![\\d.．]|-\\d|${measure})是?|${chinese}是)?`
