import type Provider from 'oidc-provider'

/** The provider brings its own koa, which is no dependency of this project. */
export type Middleware = Parameters<Provider['use']>[0]
export type Context = Parameters<Middleware>[0]
