import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actions, may, Role } from '#app/domain/account.ts'
import {
  accountNamed,
  addAccount,
  endSetup,
  enrol,
  grant,
  identified,
  NameTaken,
  newSetupCode,
  opensSetup,
  resetAccount,
  setActive,
  setPassword,
} from '#app/state/accounts.server.ts'
import { attempted, countFailure, waitFor } from '#app/state/attempts.server.ts'
import { auditFolderOf, dropOldDays, record, verify } from '#app/state/audit-log.server.ts'
import { closeState, type State, stateFileOf, stateOf } from '#app/state/database.server.ts'
import { base32, codeAt, fromBase32, newSecret, stepAt } from '#app/state/one-time-code.ts'
import { passwordFault, passwordToGive } from '#app/state/passwords.server.ts'
import { beginSession, endSession, sessionOf, sessionsOf } from '#app/state/sessions.server.ts'

let dataDir = ''
let state: State
const from = { address: '10.0.0.1', agent: 'test' }
const minute = 60_000
const password = 'Ranger-Blue-77'

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'yardstick-people-'))
  state = stateOf(dataDir)
})
afterAll(async () => {
  closeState(dataDir)
  await rm(dataDir, { recursive: true, force: true })
})

let count = 0
const someone = (role: Role | null = 'analyst') => {
  count += 1
  const name = `someone${count}`
  return addAccount({ name, role, scope: 'everything', password, mustChange: false }, state).then((id) => ({
    id,
    name,
  }))
}

describe('rights', () => {
  test('what is not granted is refused: without a role nothing, and administrators see no figures', () => {
    for (const action of actions) expect(may(null, action)).toBe(false)
    for (const role of ['system', 'security', 'audit'] as const)
      for (const action of [
        'look',
        'export',
        'original',
        'upload',
        'correct',
        'decide',
        'annotate',
        'keepViews',
      ] as const)
        expect([role, action, may(role, action)]).toEqual([role, action, false])
  })

  test('no administrator does what is another one’s', () => {
    for (const action of ['keepAccounts', 'grant', 'readAuditLog'] as const)
      expect(Role.options.filter((role) => may(role, action))).toHaveLength(1)
  })
})

describe('codes of authenticators', () => {
  const secret = Buffer.from('12345678901234567890')
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are those of RFC 6238 at %i s', (seconds, code) => {
    expect(codeAt(secret, stepAt(seconds * 1000), 8)).toBe(code)
  })

  test('base 32 is read as it was written', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        expect(fromBase32(base32(Buffer.from(bytes)))).toEqual(Buffer.from(bytes))
      }),
    )
    expect(fromBase32('01')).toBeNull()
  })

  test('open once, with the password, and a recovery code once', async () => {
    const { id, name } = await someone()
    const key = newSecret()
    const now = 1_800_000_000_000
    expect(enrol(id, { secret: key, code: '000000' }, state, 0)).toBeNull()
    const codes = enrol(id, { secret: key, code: codeAt(key, stepAt(now)) }, state, now)
    expect(codes).toHaveLength(8)
    const later = now + minute
    const code = codeAt(key, stepAt(later))
    const opens = async (given: string, word = password, at = later) =>
      (await identified({ name, password: word, code: given }, state, at)) !== null
    expect(await opens('')).toBe(false)
    expect(await opens(code, 'wrong')).toBe(false)
    expect(await opens(code)).toBe(true)
    expect(await opens(code)).toBe(false)
    expect(await opens(codes?.[3] ?? '')).toBe(true)
    expect(await opens(codes?.[3] ?? '')).toBe(false)
    expect(await opens(codeAt(key, stepAt(later + 5 * minute)))).toBe(false)
  })
})

describe('passwords', () => {
  test.each([
    ['short1!', 'short'],
    ['a1'.repeat(65), 'long'],
    ['onlylettershere', 'plain'],
    ['password12345', 'common'],
    ['1a1a1a1a1a1a', 'common'],
    ['xiaowang-2024!', 'name'],
  ])('%s is refused as %s', (given, fault) => {
    expect(passwordFault(given, 'xiaowang')).toBe(fault)
  })

  test('those that are given out will do, differ, and must be changed', async () => {
    const given = Array.from({ length: 200 }, passwordToGive)
    expect(new Set(given).size).toBe(200)
    expect(given.filter((one) => passwordFault(one, 'xiaowang') === 'short')).toEqual([])
    const { id, name } = await someone()
    const fresh = await resetAccount(id, state)
    expect(await identified({ name, password, code: '' }, state)).toBeNull()
    expect(await identified({ name, password: fresh, code: '' }, state)).toMatchObject({ mustChange: true })
  })

  test('stand nowhere as they were typed', async () => {
    await someone()
    state.prepare('pragma wal_checkpoint(truncate)').all()
    expect((await readFile(stateFileOf(dataDir))).includes(password)).toBe(false)
  })
})

describe('sessions', () => {
  test('end when they are idle, old, ended, or their account is closed or has a new password', async () => {
    const { id } = await someone()
    const start = 1_800_000_000_000
    const fresh = () => beginSession(id, from, state, start)
    const opens = (token: string, at = start) => sessionOf(token, state, at) !== null
    expect(opens(fresh(), start + 29 * minute)).toBe(true)
    expect(opens(fresh(), start + 31 * minute)).toBe(false)
    const busy = fresh()
    for (let at = start; at < start + 480 * minute; at += 20 * minute) expect(opens(busy, at)).toBe(true)
    expect(opens(busy, start + 481 * minute)).toBe(false)
    const setBack = fresh()
    expect(opens(setBack, start + 20 * minute)).toBe(true)
    expect(opens(setBack, start + 10 * minute)).toBe(false)
    const ended = fresh()
    endSession(sessionOf(ended, state, start)?.session.id ?? '', state)
    expect(opens(ended)).toBe(false)
    const closed = fresh()
    setActive(id, false, state)
    setActive(id, true, state)
    expect(opens(closed)).toBe(false)
    const changed = fresh()
    await setPassword(id, 'Another-Blue-78', false, state)
    expect(opens(changed)).toBe(false)
    const early = fresh()
    expect(opens(early, start - 10 * minute)).toBe(false)
  })

  test('are opened by no forged token, and not by what the file keeps of one', async () => {
    const { id } = await someone()
    const token = beginSession(id, from, state)
    const kept = sessionsOf(id, state).map((session) => session.id)
    expect(kept).not.toContain(token)
    for (const forged of [...kept, '', token.slice(1), `${token}a`, token.toLowerCase(), "' or 1=1 --"])
      expect(sessionOf(forged, state)).toBeNull()
    fc.assert(
      fc.property(fc.base64String(), (forged) => {
        expect(sessionOf(forged, state)).toBeNull()
      }),
      { numRuns: 1000 },
    )
    expect(sessionOf(token, state)?.account.id).toBe(id)
  })

  test('see at once what was granted', async () => {
    const { id } = await someone('leader')
    const token = beginSession(id, from, state)
    grant(id, 'clerk', { districts: ['990104'], unit: '社保中心' }, state)
    expect(sessionOf(token, state)?.account).toMatchObject({
      role: 'clerk',
      scope: { districts: ['990104'], unit: '社保中心' },
    })
  })
})

describe('signing in', () => {
  test('waits longer with each failure past ten, for that name alone, and never for good', () => {
    const [tried, other] = [
      { name: 'Victim', address: '1.1.1.1' },
      { name: 'other', address: '1.1.1.2' },
    ]
    const now = 1_800_000_000_000
    for (let n = 0; n < 9; n += 1) countFailure(tried, state, now)
    expect(waitFor(tried, state, now)).toBe(0)
    countFailure(tried, state, now)
    expect(waitFor({ ...tried, name: 'victim', address: '9.9.9.9' }, state, now)).toBe(minute)
    countFailure(tried, state, now)
    expect(waitFor(tried, state, now)).toBe(2 * minute)
    expect(waitFor(other, state, now)).toBe(0)
    for (let n = 0; n < 20; n += 1) countFailure(tried, state, now)
    expect(waitFor(tried, state, now)).toBe(15 * minute)
    expect(waitFor(tried, state, now + 15 * minute)).toBe(0)
    expect(waitFor(tried, state, now - 60 * minute)).toBe(0)
  })

  test('of many that are tried at once no more are checked than one after another, and who gets in is cleared', async () => {
    const tried = { name: 'at once', address: '3.3.3.3' }
    const checked = await Promise.all(
      Array.from({ length: 100 }, async () => {
        if (waitFor(tried, state) > 0) return 'waits'
        return attempted(tried, async () => null, state)
      }),
    )
    expect(checked.filter((outcome) => outcome === null)).toHaveLength(10)
    await attempted(tried, async () => 'in', state)
    expect(waitFor(tried, state)).toBe(0)
  })

  test('an office that signs in from one address is not kept out, nor is a name when sign-ins are too many', async () => {
    for (let n = 0; n < 51; n += 1)
      await attempted({ name: `colleague${n}`, address: '4.4.4.4' }, async () => 'in', state)
    const busy = { name: 'busy', address: '4.4.4.4' }
    for (let n = 0; n < 11; n += 1)
      await expect(attempted(busy, () => Promise.reject(new Error('too many')), state)).rejects.toThrow()
    expect(waitFor(busy, state)).toBe(0)
  })

  test('counts an address that tries many names', () => {
    for (let n = 0; n < 50; n += 1) countFailure({ name: `guess${n}`, address: '6.6.6.6' }, state, 5)
    expect(waitFor({ name: 'anyone', address: '6.6.6.6' }, state, 5)).toBeGreaterThan(0)
    expect(waitFor({ name: 'anyone', address: '6.6.6.7' }, state, 5)).toBe(0)
  })

  test('takes an unknown name as it takes a wrong password, and lets nobody in whose account is closed', async () => {
    const { id, name } = await someone()
    expect(await identified({ name: 'nobody at all', password, code: '' }, state)).toBeNull()
    expect(await identified({ name, password: 'Wrong-Blue-77', code: '' }, state)).toBeNull()
    setActive(id, false, state)
    expect(await identified({ name, password, code: '' }, state)).toBeNull()
  })

  test('a name is one whatever its case', async () => {
    const { name } = await someone()
    const again = addAccount({ name: name.toUpperCase(), role: null, password, mustChange: true }, state)
    await expect(again).rejects.toBeInstanceOf(NameTaken)
    expect(accountNamed(name.toUpperCase(), state)?.name).toBe(name)
  })
})

test('the link of the first set-up opens while nobody has an account, for a day, and only the newest', async () => {
  const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'yardstick-setup-'))
  const empty = stateOf(elsewhere)
  const old = newSetupCode(empty, 0)
  const code = newSetupCode(empty, 0)
  expect([opensSetup(old, empty, 1), opensSetup(code, empty, 1), opensSetup('', empty, 1)]).toEqual([
    false,
    true,
    false,
  ])
  expect(opensSetup(code, empty, 25 * 60 * minute)).toBe(false)
  await addAccount({ name: 'first', role: 'system', password, mustChange: false }, empty)
  expect(opensSetup(code, empty, 1)).toBe(false)
  endSetup(empty)
  closeState(elsewhere)
  await rm(elsewhere, { recursive: true, force: true })
})

describe('the audit log', () => {
  const deed = (n: number) => ({
    actor: n % 3 === 0 ? null : `person${n}`,
    role: null,
    address: '10.0.0.1',
    action: n % 2 === 0 ? 'look' : 'export',
    target: `/projects/${n}\n{"seq":1}`,
    result: 'done' as const,
  })

  test('is whole as it was written, and every edit, deletion and exchange in it is noticed', async () => {
    const place = await mkdtemp(path.join(os.tmpdir(), 'yardstick-audit-'))
    for (let n = 0; n < 60; n += 1)
      record(deed(n), place, new Date(Date.UTC(2026, 0, 1 + Math.floor(n / 20), 5, n % 60)))
    expect(verify(place)).toMatchObject({ entries: 60, faults: [] })
    const folder = auditFolderOf(place)
    const days = (await readdir(folder)).sort()
    expect(days).toHaveLength(3)
    const texts = await Promise.all(days.map((day) => readFile(path.join(folder, day), 'utf8')))
    const tampered = fc.record({
      day: fc.nat(2),
      line: fc.nat(19),
      how: fc.constantFrom('edit', 'delete', 'swap', 'repeat'),
      at: fc.nat(400),
    })
    await fc.assert(
      fc.asyncProperty(tampered, async ({ day, line, how, at }) => {
        const lines = (texts[day] ?? '').trimEnd().split('\n')
        const own = lines[line] ?? ''
        const other = lines[(line + 1) % lines.length] ?? ''
        if (how === 'edit') {
          const place = at % own.length
          lines[line] = `${own.slice(0, place)}${own[place] === '7' ? '8' : '7'}${own.slice(place + 1)}`
        } else if (how === 'delete') lines.splice(line, 1)
        else if (how === 'repeat') lines.splice(line, 0, own)
        else [lines[line], lines[(line + 1) % lines.length]] = [other, own]
        await writeFile(path.join(folder, days[day] ?? ''), `${lines.join('\n')}\n`)
        expect(verify(place).faults).not.toEqual([])
        await writeFile(path.join(folder, days[day] ?? ''), texts[day] ?? '')
      }),
      { numRuns: 1000, seed: 7 },
    )
    expect(verify(place).faults).toEqual([])
    await rm(path.join(folder, days[2] ?? ''))
    expect(verify(place).faults).toHaveLength(1)
    closeState(place)
    await rm(place, { recursive: true, force: true })
  })

  test('drops what is older than it is to be kept, says so, and still shows what else was taken', async () => {
    const place = await mkdtemp(path.join(os.tmpdir(), 'yardstick-audit-'))
    const on = (day: number) => new Date(Date.UTC(2026, 0, 1 + day, 5))
    for (let day = 0; day < 230; day += 1) record(deed(day), place, on(day))
    const folder = auditFolderOf(place)
    expect(dropOldDays(180, place, on(229))).toBe(49)
    expect(verify(place)).toMatchObject({ entries: 182, faults: [], from: on(49).toISOString() })
    expect(await readFile(path.join(folder, '2026-08-18.jsonl'), 'utf8')).toContain('dropAuditDays')
    expect(dropOldDays(180, place, on(229))).toBe(0)
    // A clock that runs ahead by a year drops nothing.
    expect(dropOldDays(180, place, on(229 + 365))).toBe(0)
    await rm(path.join(folder, '2026-02-19.jsonl'))
    expect(verify(place).faults).toHaveLength(1)
    closeState(place)
    await rm(place, { recursive: true, force: true })
  })

  test('goes on after a line that was cut off, and after the clock was set back', async () => {
    const place = await mkdtemp(path.join(os.tmpdir(), 'yardstick-audit-'))
    record(deed(1), place, new Date('2026-03-02T01:00:00Z'))
    const file = path.join(auditFolderOf(place), '2026-03-02.jsonl')
    await writeFile(file, `${await readFile(file, 'utf8')}{"seq":2,"at"`)
    record(deed(3), place, new Date('2026-03-01T01:00:00Z'))
    record(deed(4), place, new Date('2026-03-01T02:00:00Z'))
    const { entries, faults } = verify(place)
    expect(entries).toBe(3)
    expect(faults).toEqual(['2026-03-02.jsonl line 2: not an entry'])
    closeState(place)
    await rm(place, { recursive: true, force: true })
  })
})
