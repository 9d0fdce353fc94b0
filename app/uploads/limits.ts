/** What one upload may be; the page says it, the server holds it. */
export const uploadLimits = {
  /** Bytes of one file. */
  fileBytes: 50 * 1024 ** 2,
  /** Files of one upload. */
  files: 1000,
  /** Bytes of one upload in all. */
  totalBytes: 500 * 1024 ** 2,
  /** Uploads that may wait their turn. */
  waiting: 20,
  /** Uploads whose outcome is kept to be looked at. */
  kept: 100,
} as const

/** Why one file of an upload was not taken; the others are. */
export type FileRefusal = 'file-too-large' | 'total-too-large' | 'too-many' | 'unsupported'

/** Why an upload was not taken at all. */
export const uploadRefusals = ['no-file', 'too-many-waiting', 'disk-full', 'broken', 'no-fence'] as const
export type UploadRefusal = (typeof uploadRefusals)[number]

/** What is read, and what is at least told what to do about; other files are not taken. */
const suffixes =
  'docx doc xlsx xls xlsm pdf html htm mht mhtml csv txt zip wps et rtf odt ods xlsb xml ofd 7z rar'.split(
    ' ',
  )

/** What file choosers offer. */
export const accepted = suffixes.map((suffix) => `.${suffix}`).join(',')

export const isSupported = (name: string) => {
  const suffix = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  return suffix === undefined || suffixes.includes(suffix)
}
