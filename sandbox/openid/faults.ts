import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Middleware } from './koa'

const on = z.enum(['discovery', 'token', 'jwks', 'authorization', 'introspection'])

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    on,
    kind: z.literal('status'),
    status: z.int().min(200).max(599).default(500),
  }),
  z.strictObject({ on, kind: z.literal('delay'), delayMs: z.int().positive() }),
  z.strictObject({ on, kind: z.literal('hang') }),
])

type Fault = z.infer<typeof faultSchema>

const paths: Record<string, Fault['on']> = {
  '/.well-known/openid-configuration': 'discovery',
  '/token': 'token',
  '/jwks': 'jwks',
  '/auth': 'authorization',
  '/token/introspection': 'introspection',
}

/** Unlike those of Recognize these befall everybody, so tests that use them run alone. */
export class Faults {
  readonly #faults = new Map<string, Fault>()

  set(fault: Fault): void {
    this.#faults.set(fault.on, fault)
  }

  clear(): void {
    this.#faults.clear()
  }

  middleware: Middleware = async (ctx, next) => {
    const fault = this.#faults.get(paths[ctx.path] ?? '')
    switch (fault?.kind) {
      case 'status':
        ctx.status = fault.status
        ctx.body = 'out of order'
        return
      case 'hang':
        ctx.respond = false
        return
      case 'delay':
        await sleep(fault.delayMs)
        return next()
      case undefined:
        return next()
    }
  }
}
