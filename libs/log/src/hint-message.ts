/** What travels: `<portal>:<head>`, nothing else (SEC-33). */
export const printHint = (portal: string, head: number): string => `${portal}:${head}`;

const shape = /^([A-Za-z0-9_-]{1,64}):(\d{1,15})$/;

/** Anybody may have sent it: what has another shape is passed over (SEC-35). */
export function readHint(message: string | undefined): { portal: string; head: number } | null {
  const [, portal, head] = shape.exec(message ?? '') ?? [];
  return portal === undefined || head === undefined ? null : { portal, head: Number(head) };
}
