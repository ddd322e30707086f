/** How the panel looks: a sheet of its own, which a strict content security policy lets pass. */
export function look(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; right: 8px; bottom: 8px; z-index: 2147483000; font: 12px/1.4 system-ui, sans-serif; color: #1b1b1f; }
    button, input { font: inherit; color: inherit; background: #fff; border: 1px solid #6b6b76; border-radius: 4px; padding: 2px 8px; }
    button[aria-pressed=true] { background: #1b1b1f; color: #fff; }
    :focus-visible { outline: 2px solid #1a56db; outline-offset: 1px; }
    section { width: min(720px, calc(100vw - 16px)); height: min(60vh, 520px); margin-bottom: 4px; padding: 8px; box-sizing: border-box;
      overflow: auto; background: #fff; border: 1px solid #6b6b76; border-radius: 6px; }
    section[hidden] { display: none; }
    h2 { font-size: 13px; margin: 8px 0 2px; } p, ul { margin: 0; } ul { padding-left: 18px; }
    form { display: flex; gap: 8px; align-items: center; margin: 8px 0; }
    table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 600; }
    th, td { text-align: left; padding: 1px 6px; border-bottom: 1px solid #dcdce2; vertical-align: top; }
    td:last-child { overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
  `);
  return sheet;
}
