// Every table, by what it is about.
export * from './schema/activations'
export * from './schema/client-states'
export * from './schema/devices'
export * from './schema/limits'
export * from './schema/notices'
export * from './schema/people'
export * from './schema/removals'
export * from './schema/trail'
