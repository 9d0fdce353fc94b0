/**
 * Radicals that fonts hand out for the characters that look like them, each before its character: those of Unicode's
 * CJK Radicals Supplement that are characters of their own, which no normal form puts right (EquivalentUnifiedIdeograph),
 * and the door, whose normal form is the character of another script than the fonts'.
 */
const pairs =
  '⺁厂⺇几⺎兀⺐尢⺒巳⺓幺⺔彑⺕彐⺛旡⺜日⺝月⺞歺⺟母⺠民⺥爫⺧牛⺩王⺪疋⺫目⺬示⺶羊⺷羊⺸羋⺹耂⺻聿⺼月⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻲亀⻳龟⼾户'

const characters = new Map<string, string>()
for (const [, radical = '', character = ''] of pairs.matchAll(/(.)(.)/gu)) characters.set(radical, character)

/** A text with the characters that its radicals stand for: ⻓效 is 长效, and ⽤⼾ 用户. */
export const withoutRadicals = (text: string) =>
  text.replace(
    /[\u2e80-\u2fdf\uf900-\ufaff]|[\u{2f800}-\u{2fa1f}]/gu,
    (radical) => characters.get(radical) ?? radical.normalize('NFKC'),
  )
