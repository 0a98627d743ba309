import 'server-only'

/** Text, piece by piece on demand, as a body. An error of the first piece is thrown before there is an answer. */
export async function streamBody(
  parts: AsyncGenerator<string, void, undefined>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  let ahead: IteratorResult<string, void> | null = await parts.next()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const part = ahead ?? (await parts.next())
        ahead = null
        if (part.done) controller.close()
        else controller.enqueue(encoder.encode(part.value))
      },
      cancel: async () => {
        await parts.return()
      },
    },
    { highWaterMark: 0 },
  )
}
