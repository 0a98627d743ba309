// @ts-check

/**
 * What is changed, and the specs that must notice. Specs of the project `unit` alone: they need no processes, so that
 * thousands of runs are possible.
 * @type {Record<string, { mutate: string[], specs: string[] }>}
 */
export const GROUPS = {
  policy: {
    mutate: ['lib/auth/authorization/policy.ts', 'lib/auth/step-up/freshness.ts'],
    specs: ['policy', 'step-up'],
  },
  tokens: {
    mutate: ['lib/auth/oidc/{id-token,access-token,claims,logout-token}.ts'],
    specs: [
      'id-token',
      'id-token-claims',
      'id-token-refused',
      'access-token',
      'bearer',
      'logout-token',
    ],
  },
  crypto: {
    mutate: ['lib/platform/{crypto,key-ring}.ts', 'lib/client-states/vault/envelope.ts'],
    specs: ['crypto', 'sealed-formats', 'client-state-envelope', 'key-ring'],
  },
  upstream: {
    mutate: [
      'lib/recognize/{client,errors,user-id}.ts',
      'lib/recognize/transport/{attempt,attempt-result,call-recognize,read-answer,recognize-url,retry,retry-after,upstream}.ts',
      'lib/platform/resilience/{circuit-breaker,retry-budget,semaphore}.ts',
    ],
    specs: [
      'circuit-breaker',
      'errors',
      'recognize-call',
      'recognize-readers',
      'recognize-service',
      'recognize-upstream',
      'recognize-url',
      'retry',
      'retry-budget',
      'semaphore',
    ],
  },
  answers: {
    mutate: ['lib/recognize/{map,schema,timestamp}.ts'],
    specs: ['activations', 'device-rows', 'list-order', 'timestamp'],
  },
}
