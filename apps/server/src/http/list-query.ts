import { Rejected } from '@genkan/domain/rejected';
import { plainJson } from '../admission/plain-json.ts';

const wrong = (name: string, message: string): Rejected =>
  new Rejected('invalid', undefined, { issues: [{ path: name, message }] });

function json(name: string, text: string): unknown {
  try {
    return plainJson(JSON.parse(text));
  } catch (thrown) {
    throw thrown instanceof Rejected ? thrown : wrong(name, 'Send JSON.');
  }
}

const order = (text: string): unknown =>
  text.split(',').map((part) => {
    const [field, direction = 'asc'] = part.split(':');
    return [field, direction];
  });

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  where: (text) => json('where', text),
  orderBy: order,
  limit: Number,
  cursor: String,
  field: String,
  member: String,
  after: Number,
  about: String,
  may: String,
  draft: String,
  userType: String,
  people: Number,
  at: (text) => (/^\d+$/.test(text) ? Number(text) : text),
};

/** `?where=<JSON>&orderBy=Field:desc,Other&limit=50&cursor=...` as a read's input; the read's own schema judges it. */
export function listQuery(asked: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(asked).map(([name, text]) => {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read || typeof text !== 'string') throw wrong(name, 'There is no such parameter, or it stands twice.');
    return [name, read(text)] as const;
  });
  return Object.fromEntries(entries);
}
