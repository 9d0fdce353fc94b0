import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isLitter, shownPath } from '#app/uploads/file-names.ts'
import { BrokenForm, boundaryOf, partsOf } from '#app/uploads/multipart.ts'

async function* inChunks(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Buffer, boundary: string, size = 7) {
  const parts: { name: string; filename: string | null; text: string }[] = []
  for await (const { name, filename, body } of partsOf(inChunks(bytes, size), boundary)) {
    const pieces: Uint8Array[] = []
    for await (const piece of body) pieces.push(Uint8Array.from(piece))
    parts.push({ name, filename, text: Buffer.concat(pieces).toString('latin1') })
  }
  return parts
}

/** The form as the platform itself writes it. */
async function written(form: FormData) {
  const request = new Request('http://127.0.0.1/', { method: 'POST', body: form })
  const boundary = boundaryOf(request.headers.get('Content-Type')) ?? ''
  return { bytes: Buffer.from(await request.arrayBuffer()), boundary }
}

describe('a multipart form', () => {
  test('gives back what was put in, however it is cut into chunks', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !/[\\\n\r]/.test(text))
    const content = fc.uint8Array({ maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name, content }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        async (files, size) => {
          const form = new FormData()
          for (const one of files) form.append('files', new File([Buffer.from(one.content)], one.name))
          form.append('said', 'plain')
          const { bytes, boundary } = await written(form)
          const parts = await read(bytes, boundary, size)
          expect(parts.map(({ filename }) => filename)).toEqual([...files.map((one) => one.name), null])
          expect(parts.slice(0, -1).map(({ text }) => text)).toEqual(
            files.map((one) => Buffer.from(one.content).toString('latin1')),
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  test('passes over what was not read of a part', async () => {
    const form = new FormData()
    form.append('a', new File(['x'.repeat(5000)], 'a.txt'))
    form.append('b', new File(['second'], 'b.txt'))
    const { bytes, boundary } = await written(form)
    const names: (string | null)[] = []
    for await (const { filename } of partsOf(inChunks(bytes, 64), boundary)) names.push(filename)
    expect(names).toEqual(['a.txt', 'b.txt'])
  })

  test.each([
    ['', 'nothing at all'],
    ['--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nhalf', 'cut off in a body'],
    ['--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--', 'a part without a name'],
    [`--b\r\n${'x'.repeat(40_000)}`, 'a head without end'],
    ['--bX', 'a boundary that goes on'],
  ])('that is broken says so: %#', async (text) => {
    await expect(read(Buffer.from(text), 'b')).rejects.toBeInstanceOf(BrokenForm)
  })

  test('is told by its content type alone', () => {
    expect(boundaryOf('multipart/form-data; boundary=----abc')).toBe('----abc')
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe('a b')
    expect(boundaryOf('application/x-www-form-urlencoded')).toBeNull()
    expect(boundaryOf(null)).toBeNull()
  })
})

describe('the name of a file that was sent', () => {
  test.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/shadow', 'etc/shadow'],
    ['C:\\报送\\2022\\自评表.docx', '报送/2022/自评表.docx'],
    ['报送/./a/../b.xlsx', '报送/a/b.xlsx'],
    ['a\u0000b.docx', 'ab.docx'],
    ['自评表\u202excod.exe', '自评表xcod.exe'],
    ['..', '未命名'],
    ['   ', '未命名'],
  ])('%j is shown as %s', (name, shown) => {
    expect(shownPath(name)).toBe(shown)
  })

  test('is never a way up or out, and never without end', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (name) => {
        const shown = shownPath(name)
        expect(shown).not.toMatch(/^\/|\\|\p{Cc}/u)
        expect(shown.split('/')).not.toContain('..')
        expect(shown.length).toBeGreaterThan(0)
        expect(shown.length).toBeLessThan(4000)
      }),
    )
  })

  test('tells what operating systems leave behind', () => {
    expect(isLitter('报送/.DS_Store')).toBe(true)
    expect(isLitter('报送/~$自评表.docx')).toBe(true)
    expect(isLitter('报送/自评表.docx')).toBe(false)
  })
})
