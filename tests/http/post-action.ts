import { createRequire } from 'node:module'
import { PAGE_STAMP } from '@/lib/web/page-stamp'
import type { BuiltAction } from './built'

/** What the framework's own client does with the arguments of an action, so that nothing here has to imitate it. */
const { encodeReply } = createRequire(import.meta.url)(
  'next/dist/compiled/react-server-dom-turbopack/client.node',
) as { encodeReply: (value: unknown) => Promise<string | FormData> }

export interface Posted {
  status: number
  /** Where a redirect leads, if there is one; an absolute address. */
  location: string | null
  /** What the action gave; undefined when it gave nothing, and always undefined without script. */
  value: unknown
  /** The whole answer. */
  text: string
  /** Each `Set-Cookie`. */
  cookies: string[]
}

/** The stamps of the pages that people have, by their cookie. A page keeps its stamp when the session ends. */
const stamps = new Map<string, Promise<string>>()

/** The stamp of a page that was made for whoever has this cookie; none for nobody. */
export function stampOf(portal: string, cookie: string): Promise<string> {
  const known = stamps.get(cookie)
  if (known) return known
  const asked = fetch(`${portal}/api/page-stamp`, { headers: { cookie } }).then((answer) =>
    answer.text(),
  )
  stamps.set(cookie, asked)
  return asked
}

/** What the page of whoever has this cookie sends along, unless the headers name the stamp of another page. */
async function stampFor(page: string, headers: Record<string, string>): Promise<string> {
  const { cookie = '', [PAGE_STAMP]: named } = headers
  return named ?? (cookie === '' ? '' : stampOf(new URL(page).origin, cookie))
}

/** A form that is filled in. */
export function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

/** Calls an action as a page with script does. */
export async function postWithScript(
  page: string,
  { id }: BuiltAction,
  args: readonly unknown[],
  headers: Record<string, string>,
): Promise<Posted> {
  const body = await encodeReply(args)
  const type = typeof body === 'string' ? { 'content-type': 'text/plain;charset=UTF-8' } : {}
  const stamp = await stampFor(page, headers)
  const { [PAGE_STAMP]: _, ...sent } = headers
  const answer = await fetch(page, {
    method: 'POST',
    headers: {
      accept: 'text/x-component',
      'next-action': id,
      ...type,
      ...sent,
      ...(stamp !== '' && { [PAGE_STAMP]: stamp }),
    },
    body,
    redirect: 'manual',
  })
  const text = await answer.text()
  // `/devices;push`
  const [path] = answer.headers.get('x-action-redirect')?.split(';') ?? []
  const location = path === undefined ? null : new URL(path, page).href
  return { ...said(answer), location, text, value: valueIn(text) }
}

/** Calls an action as a form does in a browser without script. */
export async function postWithoutScript(
  page: string,
  { id }: BuiltAction,
  args: readonly unknown[],
  headers: Record<string, string>,
): Promise<Posted> {
  const last = args.at(-1)
  const form = new FormData()
  const bound = last instanceof FormData ? args.slice(0, -1) : args
  if (bound.length === 0) form.set(`$ACTION_ID_${id}`, '')
  else {
    form.set('$ACTION_REF_1', '')
    form.set('$ACTION_1:0', JSON.stringify({ id, bound: '$@1' }))
    form.set('$ACTION_1:1', JSON.stringify(bound))
  }
  if (last instanceof FormData) for (const [name, value] of last) form.append(name, value)
  const { [PAGE_STAMP]: _, ...sent } = headers
  const stamp = await stampFor(page, headers)
  if (stamp !== '') form.set(PAGE_STAMP, stamp)
  const answer = await fetch(page, {
    method: 'POST',
    headers: sent,
    body: form,
    redirect: 'manual',
  })
  const path = answer.headers.get('location')
  const location = path === null ? null : new URL(path, page).href
  return { ...said(answer), location, text: await answer.text(), value: undefined }
}

function said(answer: Response) {
  return { status: answer.status, cookies: answer.headers.getSetCookie() }
}

/** The action's own result in what React makes of it: a row `0:{"a":"$@1",…}`, and the row that it points to. */
function valueIn(text: string): unknown {
  const rows = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, id, json] = /^([0-9a-f]+):(.*)$/.exec(line) ?? []
      return id === undefined || json === undefined ? [] : [[id, json]]
    }),
  )
  const [, id] = /"a":"\$@([0-9a-f]+)"/.exec(rows.get('0') ?? '') ?? []
  const json = id === undefined ? undefined : rows.get(id)
  if (json === undefined || json === '"$undefined"') return undefined
  return json.startsWith('E') ? { code: 'crashed', json } : (JSON.parse(json) as unknown)
}

/** The code that an answer says, in the result or in the address that it leads to; undefined of one that says none. */
export function codeOf({
  value,
  location,
}: Pick<Posted, 'value' | 'location'>): string | undefined {
  const problem = location === null ? null : new URL(location).searchParams.get('problem')
  return problem ?? codeIn(value)
}

function codeIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { code, error } = value as { code?: unknown; error?: unknown }
  return typeof code === 'string' ? code : codeIn(error)
}
