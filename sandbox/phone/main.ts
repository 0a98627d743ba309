import type { RequestListener } from 'node:http'
import { listen } from '../http/listen'
import { readSettings } from '../settings'
import { runStandIn } from '../stand-in'
import { Sdk } from './sdk'
import { phoneServer } from './server'
import { SignIn } from './sign-in'

await runStandIn(async () => {
  const { port, issuer, sdkUrl, portalUrls } = readSettings(process.env).phone
  // The address of the phone is known only after the server listens.
  let handler: RequestListener = (_request, response) => response.writeHead(503).end()
  const chosen = await listen((request, response) => handler(request, response), port)
  const url = `http://127.0.0.1:${chosen}`
  const sdk = new Sdk(sdkUrl)
  const signIn = new SignIn(issuer, `${url}/signed-in`, sdk)
  handler = phoneServer({ url, portalUrls, sdk, signIn })
  return { url }
})
