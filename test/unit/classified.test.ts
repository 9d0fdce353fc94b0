import { describe, expect, test } from 'vitest'
import { secrecyMark } from '#ingest/readers/classified.ts'

describe('the mark of a state secret', () => {
  test.each([
    ['机密★10年'],
    ['绝密★'],
    ['秘密★长期'],
    ['秘 密 ★ 5年'],
    ['秘密'],
    ['机　密'],
    ['密级：秘密'],
    ['密级 绝密（20年）'],
  ])('is %s at the head of a document', (text) => {
    expect(secrecyMark(['', text, '项目支出绩效自评表'])).not.toBeNull()
  })

  test.each([
    ['密级：非密'],
    ['工作秘密'],
    ['商业秘密保护项目'],
    ['按机密级要求管理档案'],
    ['泄露秘密事件数'],
    ['机密性测评得分 ★★★'],
    ['公开'],
  ])('is not %s', (text) => {
    expect(secrecyMark([text])).toBeNull()
  })

  test('with its star it is one wherever it stands, alone only at the head', () => {
    const before = Array.from({ length: 40 }, (_, n) => `第${n}段`)
    expect(secrecyMark([...before, '秘密★10年'])).toBe('秘密★')
    expect(secrecyMark([...before, '秘密'])).toBeNull()
  })
})
