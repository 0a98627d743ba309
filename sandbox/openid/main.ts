import type { IncomingMessage, RequestListener } from 'node:http'
import { listen } from '../http/listen'
import { readSettings } from '../settings'
import { runStandIn } from '../stand-in'
import { Memory } from './adapter'
import { openIdControl, type OpenId } from './control'
import { Faults } from './hostile/faults'
import { rememberTokens } from './issued'
import { keepJournal } from './journal'
import { generateSigningKeys } from './keys'
import {
  ignorePrompt,
  lieInRedirect,
  publishRotated,
  retellAccounts,
  retellIdTokens,
} from './hostile/lies'
import { People } from './people'
import { createProvider } from './provider'
import { signIn } from './sign-in'

/** The provider for the demo. */
const FIRST = { mount: '', claimSpace: '' } as const
const HABITS = {
  default: { clientAuth: 'client_secret_basic', idTokenAlgorithm: 'RS256' },
  fapi2: { clientAuth: 'private_key_jwt', idTokenAlgorithm: 'ES256' },
} as const
/** A second provider with other habits and the same people, like another vendor's product. */
const SECOND = {
  mount: '/second',
  claimSpace: 'https://claims.example/',
  habits: { clientAuth: 'client_secret_post', idTokenAlgorithm: 'ES256' },
} as const

await runStandIn(async () => {
  const client = readSettings(process.env).openid
  const habits = HABITS[client.profile]
  const keys = await generateSigningKeys(habits.idTokenAlgorithm)
  const openId: OpenId = {
    people: new People(),
    memory: new Memory(),
    faults: new Faults(),
    lies: new Map(),
    issued: new Map(),
    journal: [],
  }
  const secondMemory = new Memory()
  const { people, memory, faults, lies, issued, journal } = openId

  // The issuers contain the port, and the port is known only after the server listens.
  let handler: RequestListener = (_request, response) => response.writeHead(503).end()
  const port = await listen((request, response) => handler(request, response), client.port)
  const issuer = `http://localhost:${port}`
  const common = { client, keys, people }
  const provider = createProvider({ ...common, ...FIRST, habits, issuer, memory })
  provider.use(keepJournal(journal))
  provider.use(faults.middleware)
  provider.use(publishRotated(keys))
  provider.use(rememberTokens(issued))
  provider.use(retellIdTokens({ lies, people, keys, clientSecret: client.clientSecret }))
  provider.use(retellAccounts(lies))
  provider.use(ignorePrompt(lies, memory))
  provider.on('authorization.success', (ctx, response) => {
    if (response) lieInRedirect(response, lies.get(ctx.oidc.account?.accountId ?? ''))
  })

  const second = createProvider({
    ...common,
    ...SECOND,
    issuer: `${issuer}${SECOND.mount}/`,
    memory: secondMemory,
  })
  for (const each of [provider, second]) {
    each.use(signIn(each, people))
    each.on('server_error', (_ctx, error) => console.error(error))
  }
  handler = mounted(SECOND.mount, second.callback(), provider.callback())

  const controlPort = await listen(
    openIdControl(openId, provider, keys.algorithm),
    client.controlPort,
  )
  return { issuer, control: `http://localhost:${controlPort}` }
})

/** Routes requests below the path to one provider, as if it stood at the root, and all others to the other one. */
function mounted(path: string, below: RequestListener, others: RequestListener): RequestListener {
  return (request: IncomingMessage & { originalUrl?: string }, response) => {
    const { url = '/' } = request
    if (!url.startsWith(`${path}/`)) return others(request, response)
    request.originalUrl = url
    request.url = url.slice(path.length)
    return below(request, response)
  }
}
