import type { Page } from '@playwright/test'

/** One answer as a browser got it. */
export interface Recorded {
  url: string
  headers: string
  body: string
}

/**
 * Keeps everything that the browser of a page is sent. Each answer is held until it has ended and is kept: of one that a
 * page has begun to read, Chromium may have nothing to give any more once the page goes on.
 */
export async function record(page: Page) {
  const parts: Promise<Recorded>[] = []
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.requestPaused', (paused) => {
    const { requestId, request, responseStatusCode: status = 0, responseHeaders = [] } = paused
    const read = async (): Promise<Recorded> => {
      const hasBody = status > 0 && !(status >= 300 && status < 400)
      // A browser that has given up the request meanwhile has been sent nothing.
      const answer = hasBody
        ? await session.send('Fetch.getResponseBody', { requestId }).catch(() => null)
        : null
      await session.send('Fetch.continueRequest', { requestId }).catch(() => null)
      const body = Buffer.from(answer?.body ?? '', answer?.base64Encoded ? 'base64' : 'utf8')
      return { url: request.url, headers: JSON.stringify(responseHeaders), body: body.toString() }
    }
    parts.push(read())
  })
  await session.send('Fetch.enable', { patterns: [{ requestStage: 'Response' }] })
  const from = async (origin: string) =>
    (await Promise.all(parts)).filter(({ url }) => url.startsWith(origin))
  return {
    from,
    /** All of it from one server, addresses and headers included, as one text. */
    textFrom: async (origin: string) =>
      (await from(origin)).flatMap(({ url, headers, body }) => [url, headers, body]).join('\n'),
  }
}
