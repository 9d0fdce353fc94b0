/** The two languages of the interface; Chinese is the first. */
export type Language = 'zh' | 'en'

/** One text of the interface in both languages. */
export type Words = Readonly<Record<Language, string>>

/** Short for writing words down: `w('总览', 'Overview')`. */
export const w = (zh: string, en: string): Words => ({ zh, en })

export const isLanguage = (text: string | null): text is Language => text === 'zh' || text === 'en'
