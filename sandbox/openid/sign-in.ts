import type Provider from 'oidc-provider'
import type { InteractionResults } from 'oidc-provider'
import { z } from 'zod'
import { castAt } from '../cast'
import { readText } from '../http/message'
import type { Context, Middleware } from './koa'
import { messagePage, signInPage } from './pages'
import { acrValues, type People, type Person } from './people'

const prefix = '/sign-in/'

export const signInPath = (uid: string) => `${prefix}${uid}`

const requestParams = z.object({
  login_hint: z.string().default(''),
  acr_values: z.string().default(''),
})

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** The authentication methods for each level (RFC 8176). */
const meansOf = {
  'urn:sandbox:password': ['pwd'],
  'urn:sandbox:mfa': ['pwd', 'otp', 'mfa'],
}

function acrOf(person: Person, interaction: Interaction): (typeof acrValues)[number] {
  const asked = requestParams.parse(interaction.params).acr_values.split(' ')
  return person.acr ?? acrValues.find((acr) => asked.includes(acr)) ?? acrValues[0]
}

export function signIn(provider: Provider, people: People): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(prefix)) return next()
    ctx.set('cache-control', 'no-store')
    let interaction: Interaction
    try {
      interaction = await provider.interactionDetails(ctx.req, ctx.res)
    } catch {
      ctx.status = 400
      ctx.body = messagePage(
        'This sign-in has expired',
        'Go back to the portal and choose Sign in once more.',
      )
      return
    }
    if (ctx.method === 'POST') await submit(provider, people, ctx, interaction)
    else show(people, ctx, interaction)
  }
}

function show(people: People, ctx: Context, interaction: Interaction, unknownAccountId?: string) {
  const signedInAs = people.get(interaction.session?.accountId ?? '')?.name
  const { login_hint: loginHint } = requestParams.parse(interaction.params)
  ctx.body = signInPage({ cast: castAt(new Date()), loginHint, signedInAs, unknownAccountId })
}

async function submit(
  provider: Provider,
  people: People,
  ctx: Context,
  interaction: Interaction,
): Promise<void> {
  const form = new URLSearchParams(await readText(ctx.req))
  const finish = (result: InteractionResults) => {
    ctx.respond = false
    return provider.interactionFinished(ctx.req, ctx.res, result)
  }

  if (form.has('deny')) {
    return finish({ error: 'access_denied', error_description: 'The person chose Deny.' })
  }
  // What Keycloak answers for a person who left its page open for too long. No button leads here.
  if (form.has('expired')) {
    return finish({
      error: 'temporarily_unavailable',
      error_description: 'authentication_expired',
    })
  }
  const accountId = form.get('accountId')?.trim() ?? ''
  const person = people.get(accountId)
  if (!person) {
    ctx.status = 422
    return show(people, ctx, interaction, accountId)
  }
  const acr = acrOf(person, interaction)
  return finish({ login: { accountId, acr, amr: meansOf[acr] } })
}
