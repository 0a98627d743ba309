import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Context, Middleware } from '../koa'

const on = z.enum(['discovery', 'token', 'jwks', 'authorization', 'introspection', 'pushed'])

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    on,
    kind: z.literal('status'),
    status: z.int().min(200).max(599).default(500),
  }),
  z.strictObject({ on, kind: z.literal('delay'), delayMs: z.int().positive() }),
  z.strictObject({ on, kind: z.literal('hang') }),
  /** Redirects to the right answer. */
  z.strictObject({ on, kind: z.literal('redirect') }),
  /** Sends an endless answer, as fast as the client reads it. */
  z.strictObject({ on, kind: z.literal('endless') }),
  z.strictObject({ on, kind: z.literal('html') }),
  z.strictObject({ on, kind: z.literal('json'), status: z.int().default(200), body: z.unknown() }),
  /** Changes the provider's metadata. */
  z.strictObject({
    on: z.literal('discovery'),
    kind: z.literal('metadata'),
    changes: z.record(z.string(), z.unknown()),
  }),
])

type Fault = z.infer<typeof faultSchema>

const paths: Record<string, Fault['on']> = {
  '/.well-known/openid-configuration': 'discovery',
  '/token': 'token',
  '/jwks': 'jwks',
  '/auth': 'authorization',
  '/token/introspection': 'introspection',
  '/request': 'pushed',
}

/** The faults of the provider. They affect all people, so tests that use them run alone. */
export class Faults {
  readonly #faults = new Map<string, Fault>()

  set(fault: Fault): void {
    this.#faults.set(fault.on, fault)
  }

  clear(): void {
    this.#faults.clear()
  }

  middleware: Middleware = async (ctx, next) => {
    const fault =
      ctx.query['again'] === undefined ? this.#faults.get(paths[ctx.path] ?? '') : undefined
    if (fault === undefined) return next()
    if (fault.kind === 'delay') await sleep(fault.delayMs)
    if (fault.kind === 'delay' || fault.kind === 'metadata') await next()
    befall(ctx, fault)
  }
}

function befall(ctx: Context, fault: Fault): void {
  switch (fault.kind) {
    case 'status':
      ctx.status = fault.status
      ctx.body = 'out of order'
      return
    case 'hang':
      ctx.respond = false
      return
    case 'redirect':
      ctx.redirect(`${ctx.path}?again=1`)
      // 307 keeps the method, so that the redirect leads to the right answer.
      ctx.status = 307
      return
    case 'endless':
      ctx.type = 'json'
      ctx.body = Readable.from(endless())
      return
    case 'html':
      ctx.body = '<!doctype html><title>Sign in to the network</title>'
      return
    case 'json':
      ctx.status = fault.status
      ctx.body = fault.body
      return
    case 'metadata':
      ctx.body = { ...(ctx.body as object), ...fault.changes }
      return
    case 'delay':
      return
  }
}

function* endless(): Generator<string> {
  yield '{"error":"'
  for (;;) yield 'x'.repeat(16_384)
}
