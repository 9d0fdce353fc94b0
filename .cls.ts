import { openBrowser, serve } from '#test/browser/product.ts'
const product = await serve('/tmp/main-scratch/sample'); const browser = await openBrowser()
const pages = ['/','/compare/targets','/compare/unit-cost','/compare/satisfaction','/compare/scores','/compare/side-by-side','/funds','/findings','/indicators','/documents','/views','/basket','/upload','/wall']
{ const p = await browser.newPage(); await p.goto(product.address+'/indicators'); pages.push((await p.locator('main table a[href^="/projects/"]').first().getAttribute('href'))!); await p.close() }
for (const width of [1440,390]) for (const where of pages) for (const lang of ['zh','en']) {
  const ctx = await browser.newContext({ viewport:{width,height:900} }); const page = await ctx.newPage()
  await page.addInitScript(`window.cls=0;window.src=[];new PerformanceObserver(l=>{for(const e of l.getEntries()){if(e.hadRecentInput)continue;window.cls+=e.value;window.src.push([e.value.toFixed(4),e.startTime|0,...e.sources.slice(0,3).map(s=>{const n=s.node&&(s.node.nodeType===1?s.node:s.node.parentElement);return (n?n.tagName+'.'+String(n.className&&n.className.baseVal===undefined?n.className:'').slice(0,40)+':'+(n.textContent||'').slice(0,18):'?')+' y'+(s.previousRect.y|0)+'>'+(s.currentRect.y|0)+' h'+(s.previousRect.height|0)+'>'+(s.currentRect.height|0)})])}}).observe({type:'layout-shift',buffered:true})`)
  await page.goto(product.address+where+(lang==='en'?(where.includes('?')?'&':'?')+'lang=en':''),{waitUntil:'networkidle'}); await page.waitForTimeout(300)
  const c = await page.evaluate<number>('window.cls'); const s = await page.evaluate<any>('window.src')
  console.log(width, lang, where.slice(0,24).padEnd(24), c.toFixed(4), c>0.03? JSON.stringify(s.sort((a:any,b:any)=>b[0]-a[0]).slice(0,2)):'')
  await ctx.close()
}
await browser.close(); await product.stop()
