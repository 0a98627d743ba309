import { listen } from '../http/listen'
import { readSettings } from '../settings'
import { runStandIn } from '../stand-in'

await runStandIn(async () => {
  const { port } = readSettings(process.env).phone
  const chosen = await listen((_request, response) => response.writeHead(404).end(), port)
  return { url: `http://127.0.0.1:${chosen}` }
})
