import type { RequestListener } from 'node:http'
import { listen } from '../http/listen'
import { readSettings } from '../settings'
import { runStandIn } from '../stand-in'
import { Memory } from './adapter'
import { openIdControl, type OpenId } from './control'
import { Faults } from './faults'
import { rememberTokens } from './issued'
import { keepJournal } from './journal'
import { generateSigningKeys } from './keys'
import { ignorePrompt, lieInRedirect, retellIdTokens } from './lies'
import { People } from './people'
import { createProvider } from './provider'
import { signIn } from './sign-in'

await runStandIn(async () => {
  const client = readSettings(process.env).openid
  const keys = await generateSigningKeys()
  const openId: OpenId = {
    people: new People(),
    memory: new Memory(),
    faults: new Faults(),
    lies: new Map(),
    issued: new Map(),
    journal: [],
  }
  const { people, memory, faults, lies, issued, journal } = openId

  // The issuer contains the port, which is known only once the server listens.
  let handler: RequestListener = (_request, response) => response.writeHead(503).end()
  const port = await listen((request, response) => handler(request, response), client.port)
  const issuer = `http://localhost:${port}`
  const provider = createProvider({ issuer, client, keys, memory, people })
  provider.use(keepJournal(journal))
  provider.use(faults.middleware)
  provider.use(rememberTokens(issued))
  provider.use(retellIdTokens({ lies, people, keys, clientSecret: client.clientSecret }))
  provider.use(ignorePrompt(lies, memory))
  provider.use(signIn(provider, people))
  provider.on('authorization.success', (ctx, response) => {
    if (response) lieInRedirect(response, lies.get(ctx.oidc.account?.accountId ?? ''))
  })
  provider.on('server_error', (_ctx, error) => console.error(error))
  handler = provider.callback()

  const controlPort = await listen(openIdControl(openId, provider), client.controlPort)
  return { issuer, control: `http://localhost:${controlPort}` }
})
