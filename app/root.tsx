import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import {
  isRouteErrorResponse,
  Link,
  Links,
  Meta,
  NavLink,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useLocation,
  useNavigation,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react'
import { type ReactNode, useContext, useMemo } from 'react'
import { basketOf } from './basket.server.ts'
import { AnnotationsContext } from './components/annotations.tsx'
import { HereContext, useHere } from './components/here.ts'
import { NonceContext } from './components/nonce.ts'
import { unlessAnsweredHere } from './cube/held.ts'
import { formatMoment } from './format.ts'
import { basketLink, pageLink, saveLink } from './links.ts'
import { filtersOf } from './queries/filters.ts'
import { portfolio } from './queries/portfolio.ts'
import { annotations } from './state/annotations.server.ts'
import styles from './styles/app.css?url'
import { visitorOf } from './visitor.server.ts'
import { generationInUse, NothingLoaded } from './warehouse/ask.server.ts'
import { isLanguage, type Language, type Words, w } from './words.ts'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const shouldRevalidate = unlessAnsweredHere

export const meta: MetaFunction = () => [{ title: 'Yardstick 绩尺' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { ask } = await visitorOf(request)
  const search = new URL(request.url).searchParams
  const asked = search.get('lang')
  const language: Language = isLanguage(asked) ? asked : 'zh'
  const { filters } = filtersOf(search)
  const loaded = await ask(portfolio, undefined).catch(nothingYet)
  const generation = loaded && (await generationInUse())
  return {
    here: { language, filters },
    annotations: annotations(),
    sample: loaded?.[0]?.sample ?? false,
    putAside: (await basketOf(request)).length,
    generation: generation && {
      number: generation.generation,
      published: generation.published,
      fault: generation.fault,
    },
  }
}

function nothingYet(error: unknown): null {
  if (error instanceof NothingLoaded) return null
  throw error
}

const pages: readonly (readonly [string, Words])[] = [
  ['/', w('总览', 'Overview')],
  ['/compare/targets', w('计划与实际', 'Planned and actual')],
  ['/compare/unit-cost', w('单位成本', 'Unit cost')],
  ['/compare/satisfaction', w('满意度差距', 'Satisfaction gap')],
  ['/compare/scores', w('得分分布', 'Scores')],
  ['/compare/side-by-side', w('并排比较', 'Side by side')],
  ['/funds', w('资金', 'Funds')],
  ['/findings', w('核查发现', 'Findings')],
  ['/indicators', w('指标', 'Indicators')],
  ['/documents', w('文档', 'Documents')],
  ['/views', w('视图', 'Views')],
]

export function Layout({ children }: { children: ReactNode }) {
  const language = useRouteLoaderData<typeof loader>('root')?.here.language ?? 'zh'
  const nonce = useContext(NonceContext)
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function Root() {
  const { here, annotations, sample, generation } = useLoaderData<typeof loader>()
  const { language } = here
  const { search } = useLocation()
  const busy = useNavigation().state === 'loading'
  // The filters are the URL's own: a page may have answered a change of them by itself.
  const context = useMemo(
    () => ({ language, filters: filtersOf(new URLSearchParams(search)).filters }),
    [language, search],
  )
  return (
    <HereContext.Provider value={context}>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2"
      >
        {language === 'zh' ? '跳到正文' : 'Skip to content'}
      </a>
      <Header sample={sample} />
      <div className={busy ? 'opacity-60 transition-opacity delay-300' : ''} aria-busy={busy}>
        <AnnotationsContext.Provider value={annotations}>
          <Outlet />
        </AnnotationsContext.Provider>
      </div>
      <footer className="mx-auto max-w-[1440px] px-4 pb-8 text-muted text-xs sm:px-6">
        {sample &&
          (language === 'zh'
            ? '示例数据：虚构的城市与项目，仅用于演示。'
            : 'Sample data: an invented city, for demonstration only. ')}
        {generation &&
          (language === 'zh'
            ? `数据版本 ${generation.number}，发布于 ${formatMoment(generation.published)}。`
            : `Generation ${generation.number}, published ${formatMoment(generation.published)}.`)}
        {generation?.fault &&
          (language === 'zh'
            ? '较新的版本未能通过校验，仍显示上一版本。'
            : ' A newer generation failed its check; the previous one is shown.')}
      </footer>
    </HereContext.Provider>
  )
}

function Header({ sample }: { sample: boolean }) {
  const { putAside } = useLoaderData<typeof loader>()
  const here = useHere()
  const { pathname, search } = useLocation()
  const { language } = here
  const other: Language = language === 'zh' ? 'en' : 'zh'
  return (
    <header className="border-line border-b bg-surface print:hidden">
      <div className="mx-auto flex max-w-[1440px] flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 sm:gap-x-6 sm:px-6">
        <Link to={pageLink(here, '/')} className="font-semibold text-ink text-lg no-underline">
          绩尺 <span className="font-normal text-muted text-sm max-sm:hidden">Yardstick</span>
        </Link>
        {sample && (
          <span className="rounded bg-warn-soft px-2 py-0.5 text-warn text-xs">
            {language === 'zh' ? '示例数据' : 'Sample data'}
          </span>
        )}
        <nav className="order-last flex basis-full gap-x-5 overflow-x-auto whitespace-nowrap text-sm lg:order-none lg:basis-auto">
          {pages.map(([path, words]) => (
            <NavLink
              key={path}
              to={pageLink(here, path)}
              end={path === '/'}
              className={({ isActive }) =>
                `border-b-2 py-1.5 no-underline ${isActive ? 'border-accent font-semibold text-accent' : 'border-transparent text-ink'}`
              }
            >
              {words[language]}
            </NavLink>
          ))}
        </nav>
        <span className="ml-auto flex gap-x-3 whitespace-nowrap text-sm sm:gap-x-4">
          {pathname !== '/views' && (
            <Link to={saveLink(here, pathname, search)}>
              {language === 'zh' ? '保存本页' : 'Save this page'}
            </Link>
          )}
          <Link to={basketLink(here)}>
            {language === 'zh' ? '素材篮' : 'Basket'}
            {putAside > 0 && <span className="tabular-nums"> {putAside}</span>}
          </Link>
          <Link to={pageLink({ ...here, language: other }, pathname)} hrefLang={other}>
            {other === 'en' ? 'English' : '中文'}
          </Link>
        </span>
      </div>
    </header>
  )
}

export function ErrorBoundary() {
  const error = useRouteError()
  const status = isRouteErrorResponse(error) ? error.status : 500
  if (status === 503) return <NothingYet />
  const missing = status === 404
  return (
    <main className="mx-auto max-w-2xl px-6 py-20">
      <h1 className="font-semibold text-2xl">{missing ? '没有这个页面' : '出错了'}</h1>
      <p className="mt-2 text-muted">
        {missing
          ? '链接可能已失效，或所指的项目不在当前数据版本中。 This page does not exist.'
          : '这一页没能显示，数据没有受影响。请重试；若仍出错，请把时间与网址告诉管理员。 This page could not be shown; no data was affected.'}
      </p>
      <p className="mt-6">
        <a href="/">返回总览 Overview</a>
      </p>
    </main>
  )
}

const firstSteps: readonly (readonly [string, Words])[] = [
  [
    'npm run ingest -- PATH…',
    w(
      '载入自评表、自评报告和资金台账：PATH 为文件或文件夹。',
      'Load your documents: PATH is a file or a folder.',
    ),
  ],
  ['npm start', w('或者先看虚构的示例数据。', 'Or look at an invented sample first.')],
]

/** Every page of an instance that nothing was loaded into. */
function NothingYet() {
  const language = useRouteLoaderData<typeof loader>('root')?.here.language ?? 'zh'
  return (
    <main className="mx-auto max-w-2xl px-6 py-20">
      <p className="mb-6 text-muted">绩尺 Yardstick</p>
      <h1 className="font-semibold text-2xl">{language === 'zh' ? '还没有数据' : 'Nothing is loaded yet'}</h1>
      <p className="mt-2 text-muted">
        {language === 'zh'
          ? '绩尺已经运行，但还没有载入文档。可以上传，也可以在服务器上运行：'
          : 'Yardstick is running, but holds no documents yet. Upload some, or run on the server:'}
      </p>
      <p className="mt-2">
        <a href={language === 'zh' ? '/upload' : '/upload?lang=en'}>
          {language === 'zh' ? '在这里上传文件或文件夹' : 'Upload files or folders here'}
        </a>
      </p>
      <dl className="mt-4 space-y-4">
        {firstSteps.map(([command, words]) => (
          <div key={command}>
            <dt>
              <code className="block rounded border border-line bg-surface px-3 py-2 text-sm">{command}</code>
            </dt>
            <dd className="mt-1 text-muted text-sm">{words[language]}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-6">
        <a href="/">{language === 'zh' ? '载入后刷新本页' : 'Then load this page again'}</a>
      </p>
    </main>
  )
}
