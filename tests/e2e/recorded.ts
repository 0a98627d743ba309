import type { Page } from '@playwright/test'

/** One answer as a browser got it. */
export interface Recorded {
  url: string
  headers: string
  body: string
}

/** Keeps everything that the browser of a page is sent. */
export function record(page: Page) {
  const parts: Promise<Recorded>[] = []
  page.on('response', (response) => {
    const body = response.request().redirectedTo()
      ? Promise.resolve('')
      : response.text().catch(() => '')
    parts.push(
      body.then((text) => ({
        url: response.request().url(),
        headers: JSON.stringify(response.headers()),
        body: text,
      })),
    )
  })
  const from = async (origin: string) =>
    (await Promise.all(parts)).filter(({ url }) => url.startsWith(origin))
  return {
    from,
    /** All of it from one server, addresses and headers included, as one text. */
    textFrom: async (origin: string) =>
      (await from(origin)).flatMap(({ url, headers, body }) => [url, headers, body]).join('\n'),
  }
}
