// What scanners and curious people ask a web server for. None of it is there.

const words = (text: string) => text.trim().split(/\s+/)

const FOLDERS = ['', 'api/', 'admin/', '_next/', 'static/', 'public/', '.next/', 'lib/']

const FILES = words(`
.env .env.production .git/config .git/HEAD .npmrc .htaccess .DS_Store package.json package-lock.json
next.config.js server.js proxy.ts Dockerfile docker-compose.yml backup.sql dump.tar.gz BUILD_ID
server/server-reference-manifest.json required-server-files.json
`)

const ALONE = words(String.raw`
admin administrator login wp-login.php wp-admin/install.php phpinfo.php phpmyadmin/ server-status
metrics debug debug/pprof/ trace console graphql swagger.json swagger-ui.html openapi.json
actuator/env actuator/heapdump cgi-bin/test test tests sandbox control/people people journal
server-actions sitemap.xml crossdomain.xml robots.txt security.txt index.html index.js devices.json
devices.html devices.map devices.bak devices~ support.old lib/platform/env.ts lib/actions/devices.ts
app/page.tsx node_modules/next/package.json server/start.mjs chunks/main.js
_next/image?url=%2Ficon.svg&w=64&q=75 _next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75
_next/image?url=%2F%2Felsewhere.example%2Fa.png&w=64&q=75 _next/static/ _next/static/chunks/
_next/static/..%2f..%2fBUILD_ID _next/static/%2e%2e/%2e%2e/package.json _next/static/../../.env
_next/data/build/devices.json _next/webpack-hmr _next/mcp _next/cache/ _next/trace
__nextjs_original-stack-frame __nextjs_original-stack-frames
__nextjs_source-map?filename=/etc/passwd __nextjs_launch-editor?file=/etc/passwd __nextjs_font/x
_error _app _document _global-error 404.html 500.html api/auth/signin api/auth/signin/oidc
api/auth/signout api/auth/csrf api/auth/providers api/auth/error api/auth/verify-request
api/auth/callback/credentials api/auth/callback/oidc/x api/auth/session/x api/health
api/health/live/x api/v1 api/v2/users api/v1/users api/v1/devices api/debug api/test api/graphql
api/__proto__ api/constructor __proto__ constructor/prototype toString devices/../../etc/passwd
devices/..%2f..%2fetc%2fpasswd devices/..%5c..%5cwindows %2e%2e/%2e%2e/etc/passwd ..;/manager/html
;/devices /devices //devices /elsewhere.example/%2e%2e \\elsewhere.example %00 devices%00.css
%0d%0aSet-Cookie:%20a=1 %c0%ae%c0%ae/etc/passwd %u002e%u002e/ .well-known/openid-configuration
.well-known/change-password .svn/entries .aws/credentials .ssh/id_rsa .vscode/settings.json id_rsa
data/pglite/PG_VERSION .data/demo/pglite/PG_VERSION favicon.ico/x icon.svg.map
`)

/** Addresses as they stand in the first line of a request. */
export const PROBES: readonly string[] = [
  ...FOLDERS.flatMap((folder) => FILES.map((file) => `/${folder}${file}`)),
  ...[...ALONE, 'a'.repeat(4_000)].map((path) => `/${path}`),
]

/** Forms of an id that would climb, end the path, or be taken for another one, for the place of one segment. */
export const HOSTILE_IDS: readonly string[] = [
  ...words(`
.. . %2e%2e ..%2f.. a/b %252e%252e a?x=1 a%3Fx%3D1 ;x %5c.. %00 %20 * @elsewhere.example :443
%E2%80%AE %F0%9F%94%91 __proto__ AB '%20OR%201=1--
`),
  '0'.repeat(33),
  'F'.repeat(32),
]
