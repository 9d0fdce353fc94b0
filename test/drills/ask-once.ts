import { openEmbedded } from '#app/warehouse/engine.server.ts'

/** Asks a generation within one province, says what it was told, and ends well or is killed. */
const [generation = '', how = ''] = process.argv.slice(2)
const engine = await openEmbedded(generation)
const part = await engine.openPart({ districts: ['130000'], unit: null })
const asked = { text: 'select count(*)::integer as n from evaluation', values: [] }
console.log(JSON.stringify(await part.rowsOf(asked, new AbortController().signal)))
if (how === 'killed') process.kill(process.pid, 'SIGKILL')
else part.close()
