import latin from '@fontsource/noto-sans-sc/files/noto-sans-sc-latin-400-normal.woff2?url'
import latinBold from '@fontsource/noto-sans-sc/files/noto-sans-sc-latin-600-normal.woff2?url'
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
import { Fault } from './components/fault.tsx'
import { HereContext, useHere } from './components/here.ts'
import { NonceContext } from './components/nonce.ts'
import { AccountMenu } from './components/people/account-menu.tsx'
import { SignedInContext } from './components/people/name-field.tsx'
import { AnsweredFrom, Stale, UnderWay, Without } from './components/standing.tsx'
import { ThemeSwitch } from './components/theme-switch.tsx'
import { unlessAnsweredHere } from './cube/held.ts'
import { may } from './domain/account.ts'
import { isTold } from './domain/scope.ts'
import { formatMoment } from './format.ts'
import { basketLink, type Here, pageLink, saveLink } from './links.ts'
import { navigation } from './navigation.ts'
import { filtersOf, noFilters } from './queries/filters.ts'
import { partial } from './queries/partial.ts'
import { portfolio } from './queries/portfolio.ts'
import { annotations } from './state/annotations.server.ts'
import styles from './styles/app.css?url'
import emSquare from './styles/em-square.ttf?url'
import { themeOf } from './theme.server.ts'
import { visitorIfKnown } from './visitor.server.ts'
import { NothingLoaded } from './warehouse/ask.server.ts'
import { isLanguage, type Language, type Words, w } from './words.ts'

export const links: LinksFunction = () => [
  // Here before the first layout, so that it has the widths of the last.
  ...[emSquare, latin, latinBold].map((href) => ({
    rel: 'preload' as const,
    href,
    as: 'font' as const,
    crossOrigin: 'anonymous' as const,
  })),
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const shouldRevalidate = unlessAnsweredHere

export const meta: MetaFunction = () => [{ title: 'Yardstick 绩尺' }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await visitorIfKnown(request)
  const search = new URL(request.url).searchParams
  const asked = search.get('lang')
  const language: Language = isLanguage(asked) ? asked : 'zh'
  const { filters } = filtersOf(search)
  const theme = await themeOf(request)
  if (visitor === null) return strangers({ language, filters }, theme)
  const { ask, scope, account } = visitor
  const loaded = await ask(portfolio, undefined).catch(nothingYet)
  const generation = loaded && (await visitor.generation())
  return {
    here: { language, filters },
    account: account && { name: account.name, role: account.role },
    isKnown: true,
    annotations: annotations().filter(({ district }) => isTold(scope, district)),
    theme,
    sample: loaded?.[0]?.sample ?? false,
    partial: (loaded && (await ask(partial, undefined))[0]) ?? null,
    putAside: (await basketOf(request)).length,
    generation: generation && {
      number: generation.generation,
      published: generation.published,
      fault: generation.fault,
    },
  }
}

/** What the frame of a page shows to who is not signed in. */
const strangers = (here: Here, theme: Awaited<ReturnType<typeof themeOf>>) => ({
  here,
  theme,
  account: null,
  isKnown: false,
  annotations: [],
  sample: false,
  partial: null,
  putAside: 0,
  generation: null,
})

function nothingYet(error: unknown): null {
  if (error instanceof NothingLoaded) return null
  throw error
}

/** What a browser paints before the style sheet is there. */
const schemes = { light: 'light', dark: 'dark', system: 'light dark' } as const

export function Layout({ children }: { children: ReactNode }) {
  const asked = new URLSearchParams(useLocation().search).get('lang')
  const root = useRouteLoaderData<typeof loader>('root')
  const language = root?.here.language ?? (isLanguage(asked) ? asked : 'zh')
  const nonce = useContext(NonceContext)
  return (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'} data-theme={root?.theme ?? undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={schemes[root?.theme ?? 'system']} />
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
  const { here, account, annotations, sample, generation, partial } = useLoaderData<typeof loader>()
  const { language } = here
  const { pathname, search } = useLocation()
  const busy = useNavigation().state === 'loading'
  // It fills the screen by itself.
  const isWall = pathname === '/wall'
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
      {!isWall && <Header sample={sample} />}
      <UnderWay busy={busy} />
      <Stale generation={generation} />
      <div className={busy ? 'opacity-60 transition-opacity delay-300' : ''} aria-busy={busy}>
        <SignedInContext.Provider value={account?.name ?? null}>
          <AnnotationsContext.Provider value={annotations}>
            <Outlet />
          </AnnotationsContext.Provider>
        </SignedInContext.Provider>
      </div>
      <footer className={`mx-auto max-w-page px-4 pb-8 text-muted text-xs sm:px-6 ${isWall ? 'hidden' : ''}`}>
        {sample &&
          (language === 'zh'
            ? '示例数据：虚构的城市与项目，仅用于演示。'
            : 'Sample data: an invented city, for demonstration only. ')}
        {generation &&
          (language === 'zh'
            ? `数据版本 ${generation.number}，发布于 ${formatMoment(generation.published)}。`
            : `Generation ${generation.number}, published ${formatMoment(generation.published)}.`)}
        <AnsweredFrom />
        <Without partial={partial} />
      </footer>
    </HereContext.Provider>
  )
}

const nobody = { putAside: 0, account: null, isKnown: true, theme: null }

function Header({ sample }: { sample: boolean }) {
  const here = useHere()
  const root = useRouteLoaderData<typeof loader>('root')
  const { putAside, account, isKnown, theme } = root ?? nobody
  const seesFigures = isKnown && (account === null || may(account.role, 'look'))
  const { pathname, search } = useLocation()
  const { language } = here
  const other: Language = language === 'zh' ? 'en' : 'zh'
  return (
    <header className="border-line border-b bg-surface print:hidden">
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 sm:gap-x-6 sm:px-6">
        <Link to={pageLink(here, '/')} className="font-semibold text-ink text-lg no-underline">
          绩尺 <span className="font-normal text-muted text-sm max-sm:hidden">Yardstick</span>
        </Link>
        {sample && (
          <span className="rounded bg-warn-soft px-2 py-0.5 text-warn text-xs">
            {language === 'zh' ? '示例数据' : 'Sample data'}
          </span>
        )}
        {seesFigures && (
          <nav
            // As soon as all of its words have room beside the name.
            className={`order-last flex basis-full gap-x-5 overflow-x-auto whitespace-nowrap text-sm ${language === 'zh' ? 'lg:order-none lg:basis-auto lg:gap-x-4 2xl:gap-x-5' : 'min-[96rem]:order-none min-[96rem]:basis-auto'}`}
          >
            {navigation.map(([path, words]) => (
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
        )}
        <span className="ml-auto flex items-center gap-x-3 whitespace-nowrap text-sm sm:gap-x-4">
          {seesFigures && pathname !== '/views' && (
            <Link to={saveLink(here, pathname, search)}>
              {language === 'zh' ? '保存本页' : 'Save this page'}
            </Link>
          )}
          {seesFigures && (
            <Link to={basketLink(here)}>
              {language === 'zh' ? '素材篮' : 'Basket'}
              {putAside > 0 && <span className="tabular-nums"> {putAside}</span>}
            </Link>
          )}
          <Link to={pageLink({ ...here, language: other }, pathname)} hrefLang={other}>
            {other === 'en' ? 'English' : '中文'}
          </Link>
          <ThemeSwitch theme={theme} />
          {account && <AccountMenu {...account} />}
        </span>
      </div>
    </header>
  )
}

/** Any fault, under the head of every page as far as that could be read. */
export function ErrorBoundary() {
  const error = useRouteError()
  const root = useRouteLoaderData<typeof loader>('root')
  const asked = new URLSearchParams(useLocation().search).get('lang')
  const here = root?.here ?? { language: isLanguage(asked) ? asked : 'zh', filters: noFilters }
  const isEmpty = isRouteErrorResponse(error) && error.statusText === 'Nothing loaded'
  return (
    <HereContext.Provider value={here}>
      <Header sample={root?.sample ?? false} />
      {isEmpty ? <NothingYet /> : <Fault error={error} hasRole={root?.account?.role !== null} />}
    </HereContext.Provider>
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
  const { language } = useHere()
  return (
    <main id="main" className="mx-auto max-w-2xl px-4 py-12 sm:px-6">
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
