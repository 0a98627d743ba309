import type Provider from 'oidc-provider'

/** The provider brings its own koa. This project has no dependency on koa. */
export type Middleware = Parameters<Provider['use']>[0]
export type Context = Parameters<Middleware>[0]
