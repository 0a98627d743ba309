// @ts-check

/** The portal's client at the OpenID stand-in. */
export const CLIENT_ID = 'recognize-portal'

/**
 * The settings of a portal that uses the sandbox, for the demo and for the tests. The portal listens only on this
 * machine, because the sandbox asks for no password.
 * @param {object} given
 * @param {number} given.port
 * @param {string} given.recognizeUrl
 * @param {string} given.issuer
 * @param {string} given.phoneUrl
 * @param {string} given.smtpUrl
 * @param {{ authSecret: string, recognizeApiKey: string, clientSecret: string, clientStateKey: string }} given.secrets
 */
export function portalSettings({ port, recognizeUrl, issuer, phoneUrl, smtpUrl, secrets }) {
  return {
    PORT: String(port),
    HOST: '127.0.0.1',
    AUTH_URL: `http://localhost:${port}`,
    AUTH_SECRET: secrets.authSecret,
    AUTH_OIDC_ISSUER: issuer,
    AUTH_OIDC_CLIENT_ID: CLIENT_ID,
    AUTH_OIDC_CLIENT_SECRET: secrets.clientSecret,
    AUTH_OIDC_SCOPE: 'openid profile email roles recognize',
    RECOGNIZE_API_URL: recognizeUrl,
    RECOGNIZE_API_KEY: secrets.recognizeApiKey,
    CLIENT_STATE_KEYS: `sandbox:${secrets.clientStateKey}`,
    // The phone recognises the portal by its port, because several portals may use one sandbox.
    ACTIVATION_LINK_BASE: `${phoneUrl}/p/${port}/activate`,
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'Harbour Bank <no-reply@harbour.example>',
    BRAND_NAME: 'Harbour Bank',
    SUPPORT_CONTACT: 'Harbour Bank support on 0800 0100 200',
    SECURITY_CONTACT: 'mailto:security@harbour.example',
  }
}
