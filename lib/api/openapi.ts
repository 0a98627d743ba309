import 'server-only'
import { z, type ZodType } from 'zod'
import { apiAudience } from '../auth/oidc/access-token'
import { messagesOf } from '../i18n/catalogue'
import { translator } from '../i18n/translator'
import { env } from '../platform/env'
import { SCOPES } from './admission'
import type { Endpoint, Parameter } from './define-endpoint'
import { ENDPOINTS } from './endpoints'
import { describeProblem, problemBody, PROBLEMS, type ApiProblemCode } from './problem'

/** The path of the description itself. */
const OWN_PATH = '/api/v1/openapi.json'

/** How a token is presented (RFC 6750, 9449, 8705). */
const BINDING =
  'A token without a binding goes with the scheme Bearer. One that is bound to a key (cnf.jkt) goes with the scheme DPoP and a new proof for each call in the header DPoP; one that is bound to a certificate (cnf.x5t#S256) goes over a connection with that certificate.'

/** The headers of a 401, which say what to do about it. */
const CHALLENGE = {
  'WWW-Authenticate': {
    description:
      'The scheme, and the error: invalid_token, invalid_dpop_proof, use_dpop_nonce, or insufficient_user_authentication with the acr_values and max_age to ask the provider for (RFC 9470).',
    schema: { type: 'string' },
  },
  'DPoP-Nonce': {
    description: 'With use_dpop_nonce: what the next proof must hold (RFC 9449, 9).',
    schema: { type: 'string' },
  },
} as const

type Json = { readonly [name: string]: unknown }

/** The description of the API (OpenAPI 3.1), made of the schemas and endpoints that serve it. */
export function describeApi(): Json {
  const { AUTH_URL, AUTH_OIDC_ISSUER } = env()
  return {
    openapi: '3.1.0',
    info: {
      title: 'Device portal: API for the organisation’s app',
      version: '1',
      description: `Keeps client states, redeems activations, and hears from devices. Every refusal is a problem (RFC 9457) with a code. Access tokens are those of the portal’s own OpenID provider, for the audience ${apiAudience()}.`,
    },
    servers: [{ url: new URL(AUTH_URL).origin }],
    paths: pathsOf(ENDPOINTS),
    components: {
      schemas: { Problem: schemaOf(problemBody, 'output') },
      securitySchemes: {
        accessToken: {
          type: 'openIdConnect',
          openIdConnectUrl: `${AUTH_OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`,
          description: `Scopes: ${SCOPES.join(', ')}. ${BINDING}`,
        },
      },
    },
  }
}

function pathsOf(endpoints: readonly Endpoint[]): Json {
  const own = {
    operationId: 'describeApi',
    summary: 'This description',
    security: [],
    responses: { 200: { description: 'OpenAPI 3.1', content: { 'application/json': {} } } },
  }
  const paths: Record<string, Record<string, unknown>> = { [OWN_PATH]: { get: own } }
  for (const endpoint of endpoints)
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: operationOf(endpoint),
    }
  return paths
}

function operationOf(endpoint: Endpoint): Json {
  const { name, summary, description, scopes, parameters, body, example } = endpoint
  return {
    operationId: name,
    summary,
    description,
    // Each entry is an alternative.
    security: scopes.map((scope) => ({ accessToken: [scope] })),
    ...(parameters.length > 0 ? { parameters: parameters.map(parameterOf) } : {}),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(body, 'input'), example: example.body } },
    },
    responses: { ...answersOf(endpoint), ...problemsOf(endpoint.problems) },
  }
}

function parameterOf({ in: place, name, description, schema }: Parameter): Json {
  return {
    in: place,
    name,
    description,
    required: place === 'path',
    schema: schemaOf(schema, 'input'),
  }
}

function answersOf({ answers, example }: Endpoint): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      schema === null
        ? { description: 'Done; there is nothing to say.' }
        : {
            description: 'Done.',
            content: {
              'application/json': { schema: schemaOf(schema, 'output'), example: example.answer },
            },
          },
    ]),
  )
}

/** One response for each status, with every problem that may come with it as an example. */
function problemsOf(codes: readonly ApiProblemCode[]): Json {
  const t = translator('en', messagesOf('en'))
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code]))].toSorted((a, b) => a - b)
  return Object.fromEntries(
    statuses.map((status) => {
      const of = codes.filter((code) => PROBLEMS[code] === status)
      const examples = of.map((code) => [code, { value: describeProblem({ code }, t) }] as const)
      return [
        status,
        {
          description: of.map((code) => t(`api.${code}.title`)).join(' · '),
          ...(status === 401 ? { headers: CHALLENGE } : {}),
          content: {
            'application/problem+json': {
              schema: { $ref: '#/components/schemas/Problem' },
              examples: Object.fromEntries(examples),
            },
          },
        },
      ]
    }),
  )
}

function schemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io })
  return described
}
