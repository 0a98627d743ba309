const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => entities[char] ?? '')

const styles = `
:root { color-scheme: light dark; --paper: light-dark(#f7f6f2, #0f161c);
  --surface: light-dark(#fff, #172028); --ink: light-dark(#14202b, #eaf0f3);
  --soft: light-dark(#55616d, #a7b4bd); --line: light-dark(#e5e2da, #27333c);
  --edge: light-dark(#75808a, #74828c); --accent: light-dark(#0d5c63, #6cc5c1);
  --on-accent: light-dark(#fff, #0f161c); --danger: light-dark(#a3271d, #f2988f);
  --danger-soft: light-dark(#fbecea, #3a1f1d); }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 0 auto; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1.5rem; color: var(--soft); overflow-wrap: anywhere; }
form { margin: 0 0 1.5rem; }
.card { padding: 0 1rem; background: var(--surface); border: 1px solid var(--line);
  border-radius: 14px; }
ul { margin: 0; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 5.5rem 1fr; gap: 1rem; align-items: center;
  padding: .75rem 0; }
li + li { border-top: 1px solid var(--line); }
li span { color: var(--soft); }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
.field { display: flex; flex-wrap: wrap; gap: .75rem; }
input { flex: 1 1 12rem; min-width: 0; }
button, input { min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--edge);
  border-radius: 11px; background: var(--surface); color: inherit; font: inherit; }
button { color: var(--accent); font-weight: 600; cursor: pointer; }
button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
button.danger, .error { color: var(--danger); }
button.danger { border-color: var(--danger); }
.error { padding: .75rem 1rem; background: var(--danger-soft); border-radius: 11px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`

/** A whole document. `moreStyles` holds the styles of one stand-in. */
export function document(title: string, body: string, moreStyles = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${styles}${moreStyles}</style>
</head>
<body>
${body}
</body>
</html>
`
}

/** A page with a title and content. */
export function page(title: string, content: string, moreStyles = ''): string {
  return document(title, `<main>\n<h1>${escapeHtml(title)}</h1>\n${content}\n</main>`, moreStyles)
}
